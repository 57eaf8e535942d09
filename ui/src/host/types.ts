/** The wire types by the names the screens use. The only importer of the generated bindings. */
import type { components, paths } from "../bindings/schema";

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
export type JobStatus = Schemas["Status"];
export type LabelState = Schemas["State"];
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
export type ExceptionRow = Schemas["ExceptionRow"];
export type ExceptionsView = Schemas["ExceptionsView"];
export type PlantView = Schemas["PlantView"];
export type PlantStation = Schemas["PlantStationView"];
export type JoinStep = Schemas["JoinStep"];
export type JoinView = Schemas["JoinView"];
export type DeviceRole = Schemas["DeviceRole"];
export type DeviceChoice = Schemas["DeviceChoice"];
export type DeviceTest = Schemas["DeviceTest"];
export type TemplateDrawn = Schemas["TemplateDrawn"];
export type TemplateView = Schemas["TemplateView"];
export type FoundDevice = Schemas["FoundDevice"];
export type FoundKind = Schemas["FoundKind"];
export type FoundUse = Schemas["FoundUse"];
export type FoundView = Schemas["FoundView"];
export type DeviceView = Schemas["DeviceView"];
export type DevicesView = Schemas["DevicesView"];
export type WeightView = Schemas["WeightView"];
export type Change = Schemas["Change"];
export type Found = Schemas["Found"];
export type FoundLot = Schemas["FoundLot"];
export type LotView = Schemas["LotView"];
export type HoldView = Schemas["HoldView"];
export type Observed = Schemas["Observed"];
export type InspectionView = Schemas["InspectionView"];
export type Disposition = Schemas["Disposition"];
export type DispositionRow = Schemas["DispositionRow"];
export type DoubtAction = Schemas["DoubtAction"];
export type DoubtCommand = Schemas["DoubtCommand"];
export type DoubtStatus = Schemas["DoubtStatus"];
export type NonconformanceView = Schemas["NonconformanceView"];
export type NonconformancesView = Schemas["NonconformancesView"];
export type Traced = Schemas["Traced"];
export type TraceView = Schemas["TraceView"];
export type TraceTree = Schemas["TraceTree"];
export type TraceRow = Schemas["TraceRow"];
export type TraceNode = Schemas["TraceNode"];
export type HoldCommand = Schemas["HoldCommand"];
export type JobCommand = Schemas["Command"];
export type LabelCommand = Schemas["LabelCommand"];

type PathOf<N extends string> = `/api/${N}`;
/** The stream of changes is no operation. */
type Stream = PathOf<"changes">;

/** Every operation of the host: name → body and answer, as openapi.json has them. */
export type Calls = {
  [P in Exclude<keyof paths, Stream> as P extends PathOf<infer N> ? N : never]: {
    body: paths[P]["post"]["requestBody"]["content"]["application/json"];
    answer: paths[P]["post"]["responses"][200]["content"]["application/json"];
  };
};

/** Those that only read. */
export type Views = { [N in keyof Calls as N extends `view_${string}` ? N : never]: Calls[N] };
