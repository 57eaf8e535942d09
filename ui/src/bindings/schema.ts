/** Wire types of the host, in the shape openapi-typescript writes them. */
export interface components {
  schemas: {
    Quantity: { value: string; unit: string };
    Role: "operator" | "supervisor" | "quality" | "installer";
    Gate: { code: string; hard: boolean; sentence: string; owner: components["schemas"]["Role"] };
    FailureCode:
      | "refused"
      | "not_found"
      | "session"
      | "storage"
      | "device"
      | "changed"
      | "defect"
      | "bad_request";
    Failure: {
      code: components["schemas"]["FailureCode"];
      reason: string;
      sentence: string;
      gates?: components["schemas"]["Gate"][] | null;
      confirm?: string | null;
    };
    Place: { id: string; key: string; name: string };
    Session: {
      session: string;
      person: string;
      name: string;
      roles: components["schemas"]["Role"][];
    };
    RecentPerson: { person: string; name: string };
    Storage: { writable: boolean; sentence?: string | null };
    Connection: "alone" | "online" | "offline";
    StationView: {
      station: string;
      name: string;
      version: string;
      zone: string;
      work_unit?: components["schemas"]["Place"] | null;
      work_units: components["schemas"]["Place"][];
      demo: boolean;
      connection: components["schemas"]["Connection"];
      queued: number;
      plan_as_of?: string | null;
      storage: components["schemas"]["Storage"];
      recent: components["schemas"]["RecentPerson"][];
      now: string;
    };
    OrderStatus:
      | "forecast"
      | "released"
      | "running"
      | "completed"
      | "closed"
      | "cancelled"
      | "aborted";
    JobStatus:
      | "released"
      | "dispatched"
      | "running"
      | "completed"
      | "closed"
      | "cancelled"
      | "aborted";
    LabelState:
      | "queued"
      | "sending"
      | "delivered"
      | "confirmed"
      | "uncertain"
      | "void"
      | "cancelled";
    Readiness: "ready" | "waiting" | "running" | "paused" | "done";
    OpenRun: {
      run: string;
      work_unit: components["schemas"]["Place"];
      person: string;
      name: string;
      since: string;
      paused: boolean;
      reason?: string | null;
      elapsed_s: number;
    };
    JobCard: {
      job: string;
      order_id: string;
      order: string;
      segment: string;
      name: string;
      material: string;
      description: string;
      status: components["schemas"]["JobStatus"];
      readiness: components["schemas"]["Readiness"];
      work_center: components["schemas"]["Place"];
      work_unit?: components["schemas"]["Place"] | null;
      released: components["schemas"]["Quantity"];
      received: components["schemas"]["Quantity"];
      good: components["schemas"]["Quantity"];
      scrap: components["schemas"]["Quantity"];
      rework: components["schemas"]["Quantity"];
      remaining: components["schemas"]["Quantity"];
      due?: string | null;
      late: boolean;
      behind_s?: number | null;
      behind_reason?: string | null;
      standard_s?: number | null;
      runs: components["schemas"]["OpenRun"][];
      gates: components["schemas"]["Gate"][];
      why_not?: string | null;
      position: number;
      head: string;
    };
    JobListView: {
      work_unit: components["schemas"]["Place"];
      jobs: components["schemas"]["JobCard"][];
      total: number;
      unassigned: components["schemas"]["JobCard"][];
      now: string;
    };
    Action:
      | "start"
      | "pause"
      | "resume"
      | "report"
      | "consume"
      | "weigh"
      | "finish"
      | "print_label";
    Tracking: "none" | "lot" | "serial";
    IssueMethod: "scan" | "weigh" | "backflush";
    ExpectedLot: {
      lot: string;
      number: string;
      quantity: components["schemas"]["Quantity"];
      expires?: string | null;
      location?: string | null;
    };
    ComponentView: {
      material: string;
      description: string;
      tracking: components["schemas"]["Tracking"];
      issue: components["schemas"]["IssueMethod"];
      needed: components["schemas"]["Quantity"];
      consumed: components["schemas"]["Quantity"];
      weigh_min?: components["schemas"]["Quantity"] | null;
      weigh_max?: components["schemas"]["Quantity"] | null;
      expected: components["schemas"]["ExpectedLot"][];
    };
    Entry: {
      event: string;
      at: string;
      who?: string | null;
      text: string;
      voided: boolean;
      can_void: boolean;
    };
    LabelView: {
      label: string;
      copy: number;
      state: components["schemas"]["LabelState"];
      sentence?: string | null;
      svg?: string | null;
    };
    ProducedLot: {
      lot: string;
      number: string;
      quantity: components["schemas"]["Quantity"];
      labels: components["schemas"]["LabelView"][];
    };
    JobView: {
      card: components["schemas"]["JobCard"];
      instruction?: string | null;
      components: components["schemas"]["ComponentView"][];
      produced: components["schemas"]["ProducedLot"][];
      entries: components["schemas"]["Entry"][];
      actions: components["schemas"]["Action"][];
      suggested: components["schemas"]["Quantity"];
      pause_reasons: string[];
      scrap_reasons: string[];
      now: string;
    };
    UnitState: "paused" | "running" | "waiting" | "idle";
    BoardUnit: {
      work_unit: components["schemas"]["Place"];
      work_center?: components["schemas"]["Place"] | null;
      state: components["schemas"]["UnitState"];
      job?: components["schemas"]["JobCard"] | null;
      queued: number;
      queued_s: number;
      behind: number;
      reason?: string | null;
    };
    BoardView: {
      units: components["schemas"]["BoardUnit"][];
      running: number;
      queued: number;
      behind: number;
      recorded_at?: string | null;
      now: string;
    };
    OrderRow: {
      order_id: string;
      order: string;
      revision: string;
      material: string;
      description: string;
      quantity: components["schemas"]["Quantity"];
      start?: string | null;
      due?: string | null;
      status: components["schemas"]["OrderStatus"];
      erp_state: string;
      findings: string[];
      jobs: number;
      jobs_completed: number;
      head: string;
    };
    OrderTrayView: {
      orders: components["schemas"]["OrderRow"][];
      total: number;
      next?: string | null;
      now: string;
    };
    OrderView: {
      row: components["schemas"]["OrderRow"];
      jobs: components["schemas"]["JobCard"][];
      now: string;
    };
    Tally: { kind: string; new: number; changed: number; unchanged: number };
    Finding: { file: string; row?: number | null; text: string };
    ImportReport: {
      dry_run: boolean;
      refused: boolean;
      tallies: components["schemas"]["Tally"][];
      findings: components["schemas"]["Finding"][];
      errors: components["schemas"]["Finding"][];
    };
    Delivery: "pending" | "sent" | "acknowledged" | "refused";
    OutboxRow: {
      message: string;
      order: string;
      segment: string;
      state: components["schemas"]["Delivery"];
      created_at: string;
      text?: string | null;
    };
    OutboxView: { messages: components["schemas"]["OutboxRow"][]; pending: number };
    DeviceRole: "scanner" | "scale" | "printer";
    DeviceView: {
      role: components["schemas"]["DeviceRole"];
      target: string;
      ready: boolean;
      sentence?: string | null;
      simulated: boolean;
    };
    DevicesView: { devices: components["schemas"]["DeviceView"][] };
    WeightView:
      | { shows: "weight"; weight: components["schemas"]["Quantity"]; stable: boolean; at: string }
      | { shows: "no_weight"; sentence: string };
    Change:
      | { change: "recorded"; kinds: string[] }
      | { change: "scanned"; text: string; symbology?: string | null }
      | { change: "weighed"; weight: components["schemas"]["WeightView"] }
      | { change: "device"; device: components["schemas"]["DeviceView"] }
      | { change: "storage"; writable: boolean };
    FoundLot: {
      lot: string;
      number: string;
      material: string;
      description: string;
      supplier?: string | null;
      quantity: components["schemas"]["Quantity"];
      expires?: string | null;
    };
    Found:
      | { found: "badge"; badge: string }
      | {
          found: "job";
          job: string;
          order: string;
          segment: string;
          work_unit?: components["schemas"]["Place"] | null;
        }
      | { found: "lots"; lots: components["schemas"]["FoundLot"][] }
      | { found: "label"; label: string }
      | { found: "nothing"; sentence: string };
    ScrapLine: { quantity: components["schemas"]["Quantity"]; reason: string };
    JobCommand:
      | { do: "dispatch"; work_unit: string; before: string | null; seen: string }
      | { do: "start"; work_unit: string }
      | { do: "pause"; reason: string }
      | { do: "resume" }
      | {
          do: "report";
          good: components["schemas"]["Quantity"];
          scrap: components["schemas"]["ScrapLine"][];
          rework: components["schemas"]["Quantity"] | null;
          finish: "continue" | "complete" | "short_close";
          reason: string | null;
        }
      | { do: "finish"; outcome: "complete" | "leave_open" | "short_close"; reason: string | null }
      | { do: "consume"; lot: string; quantity: components["schemas"]["Quantity"] | null }
      | { do: "weigh"; lot: string }
      | { do: "void"; event: string; reason: string };
    LabelCommand:
      | { do: "print"; lot: string }
      | { do: "reprint"; label: string; reason: string }
      | { do: "settle"; label: string; copy: number; printed: boolean };
  };
}
