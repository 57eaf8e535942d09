/** The wire types by the names the screens use. The only importer of the generated bindings. */
import type { components } from "../bindings/schema";

type Schemas = components["schemas"];

export type Quantity = Schemas["Quantity"];
export type Role = Schemas["Role"];
export type Gate = Schemas["Gate"];
export type Failure = Schemas["Failure"];
export type Place = Schemas["Place"];
export type Session = Schemas["Session"];
export type RecentPerson = Schemas["RecentPerson"];
export type StationView = Schemas["StationView"];
export type OrderStatus = Schemas["OrderStatus"];
export type JobStatus = Schemas["JobStatus"];
export type LabelState = Schemas["LabelState"];
export type Readiness = Schemas["Readiness"];
export type JobCard = Schemas["JobCard"];
export type JobListView = Schemas["JobListView"];
export type Action = Schemas["Action"];
export type ComponentView = Schemas["ComponentView"];
export type Entry = Schemas["Entry"];
export type LabelView = Schemas["LabelView"];
export type ProducedLot = Schemas["ProducedLot"];
export type JobView = Schemas["JobView"];
export type UnitState = Schemas["UnitState"];
export type BoardUnit = Schemas["BoardUnit"];
export type BoardView = Schemas["BoardView"];
export type OrderRow = Schemas["OrderRow"];
export type OrderTrayView = Schemas["OrderTrayView"];
export type OrderView = Schemas["OrderView"];
export type Finding = Schemas["Finding"];
export type ImportReport = Schemas["ImportReport"];
export type Delivery = Schemas["Delivery"];
export type OutboxRow = Schemas["OutboxRow"];
export type OutboxView = Schemas["OutboxView"];
export type DeviceRole = Schemas["DeviceRole"];
export type DeviceView = Schemas["DeviceView"];
export type DevicesView = Schemas["DevicesView"];
export type WeightView = Schemas["WeightView"];
export type Change = Schemas["Change"];
export type Found = Schemas["Found"];
export type FoundLot = Schemas["FoundLot"];
export type JobCommand = Schemas["JobCommand"];
export type LabelCommand = Schemas["LabelCommand"];

type Empty = Record<string, never>;

/** What every command carries: who acts, and an id that makes a retry record nothing new. */
interface Act {
  request: string;
  session: string;
}

/** Reads: name → body and answer. */
export interface Views {
  view_station: { body: Empty; answer: StationView };
  view_order_tray: {
    body: { filter?: "open" | "all"; search?: string; after?: string };
    answer: OrderTrayView;
  };
  view_order: { body: { order_id: string }; answer: OrderView };
  view_job_list: { body: { work_unit: string }; answer: JobListView };
  view_job: { body: { job: string; session?: string }; answer: JobView };
  view_board: { body: Empty; answer: BoardView };
  view_outbox: { body: Empty; answer: OutboxView };
  view_devices: { body: Empty; answer: DevicesView };
  view_weight: { body: Empty; answer: WeightView };
}

/** Every operation of the host: name → body and answer. */
export interface Calls extends Views {
  find_scan: { body: { text: string; symbology?: string }; answer: Found };
  command_log_in: {
    body: { badge?: string; person?: string; pin: string | null };
    answer: Session;
  };
  command_log_out: { body: { session: string }; answer: Empty };
  command_choose_work_unit: { body: Act & { work_unit: string }; answer: Empty };
  command_operations_request: {
    body: Act & { order_id: string; seen: string; command: { do: "release" } };
    answer: OrderView;
  };
  command_job_order: {
    body: Act & { job: string; confirmed?: boolean; command: JobCommand };
    answer: JobView;
  };
  command_label: { body: Act & { command: LabelCommand }; answer: LabelView };
  command_import: {
    body: Act & { dry_run: boolean; files: { name: string; content_base64: string }[] };
    answer: ImportReport;
  };
}
