import type {
  BoardView,
  ExceptionsView,
  JobCard,
  JobView,
  OrderRow,
  Place,
  Quantity,
  StationView,
} from "../src/host/types";

/** An invented plant, to draw screens against. Never part of the product. */
const NOW = Date.now();
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const ea = (value: string): Quantity => ({ value, unit: "EA" });
const kg = (value: string): Quantity => ({ value, unit: "kg" });
const place = (key: string, name: string): Place => ({ id: `unit-${key}`, key, name });

export const LASER = place("WC-07", "Laser 2");
export const BENCH = place("WC-11", "Assembly bench 1");
const CUTTING = place("CUT", "Cutting");

export const station: StationView = {
  station: "7F3A-91C2",
  name: "Station 7",
  version: "0.1.0",
  zone: "Europe/Rome",
  work_unit: LASER,
  work_units: [
    LASER,
    place("WC-08", "Laser 3"),
    BENCH,
    place("WC-12", "Assembly bench 2 with a long name"),
  ],
  demo: true,
  connection: "alone",
  queued: 0,
  behind: 0,
  plan_as_of: at(-12),
  storage: { writable: true, sentence: null },
  recent: [
    { person: "p1", name: "Anna Rossi" },
    { person: "p2", name: "Ji-woo Kim" },
    { person: "p3", name: "Mateo Díaz" },
  ],
  now: at(0),
};

let made = 0;
function card(change: Partial<JobCard>): JobCard {
  made += 1;
  return {
    job: `job-${made}`,
    order_id: `order-${made}`,
    order: `MO-1002${30 + made}`,
    segment: "20",
    name: "Cut blank",
    material: "P-4471",
    description: "Bracket left",
    status: "dispatched",
    readiness: "ready",
    work_center: CUTTING,
    work_unit: LASER,
    released: ea("250"),
    received: ea("250"),
    good: ea("0"),
    scrap: ea("0"),
    rework: ea("0"),
    remaining: ea("250"),
    due: at(180),
    late: false,
    behind_s: null,
    behind_reason: null,
    standard_s: 5_400,
    runs: [],
    gates: [],
    why_not: null,
    position: made,
    head: `event-${made}`,
    ...change,
  };
}

export const cards: JobCard[] = [
  card({
    readiness: "running",
    status: "running",
    good: ea("120"),
    scrap: ea("3"),
    remaining: ea("127"),
    late: true,
    behind_s: 2_400,
    behind_reason: "40 min behind: started 55 min late, waited for MO-100199 on Laser 2",
    runs: [
      {
        run: "run-1",
        work_unit: LASER,
        person: "p1",
        name: "Anna Rossi",
        since: at(-74),
        paused: false,
        reason: null,
        elapsed_s: 4_321,
      },
    ],
  }),
  card({
    segment: "10",
    material: "P-2210",
    description: "Base plate",
    name: "Laser cut",
    released: ea("80"),
    remaining: ea("80"),
  }),
  card({
    readiness: "waiting",
    segment: "30",
    material: "P-0911",
    description:
      "Cover, stainless, brushed, with the four threaded inserts and the long description of drawing 0911-B",
    name: "Deburr all edges and countersink",
    why_not: "Waits for operation 20 (Bend): 0 of 40 arrived. The supervisor can clear it.",
    gates: [
      {
        code: "upstream",
        hard: true,
        sentence: "Waits for operation 20 (Bend): 0 of 40 have arrived",
        owner: "supervisor",
      },
      {
        code: "material_short",
        hard: false,
        sentence: "Sheet M-310: 12 kg short",
        owner: "supervisor",
      },
    ],
    released: ea("40"),
    received: ea("0"),
    remaining: ea("40"),
    due: at(2_900),
  }),
  card({
    readiness: "paused",
    status: "running",
    material: "P-7782",
    description: "Hinge plate",
    good: ea("12"),
    released: ea("60"),
    remaining: ea("48"),
    runs: [
      {
        run: "run-2",
        work_unit: LASER,
        person: "p2",
        name: "Ji-woo Kim",
        since: at(-200),
        paused: true,
        reason: "Waiting for material",
        elapsed_s: 812,
      },
    ],
  }),
  ...Array.from({ length: 6 }, (_, index) =>
    card({
      segment: String(10 + index * 10),
      material: `P-55${index}0`,
      description: `Rail ${400 + index * 50} mm`,
      due: index % 2 ? null : at(600 + index * 300),
      released: ea(String(20 + index)),
      remaining: ea(String(20 + index)),
    }),
  ),
];

const LABEL_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240"><rect width="400" height="240" fill="#fff"/><text x="20" y="50" font-size="30" font-family="sans-serif">P-4471 Bracket left</text><text x="20" y="95" font-size="24" font-family="sans-serif">Lot L-2031   120 EA</text><g fill="#000"><rect x="20" y="120" width="4" height="90"/><rect x="30" y="120" width="8" height="90"/><rect x="44" y="120" width="3" height="90"/><rect x="54" y="120" width="10" height="90"/></g></svg>';

export function jobOf(id: string): JobView {
  const found = cards.find(({ job }) => job === id) ?? cards[0];
  if (!found) throw new Error("the invented plant has no jobs");
  return {
    card: found,
    instruction:
      "Cut with nozzle 1.4. Check the first blank with gauge G-14 before you go on. Deburr all edges by hand; keep left and right apart.",
    components: [
      {
        material: "M-310",
        description: "Steel sheet 3 mm",
        tracking: "lot",
        issue: "scan",
        needed: kg("25"),
        consumed: kg("12.5"),
        weigh_min: null,
        weigh_max: null,
        taken: [],
        expected: [
          { lot: "l1", number: "L-771", quantity: kg("40"), expires: null, location: "A-04" },
          { lot: "l2", number: "L-790", quantity: kg("80"), expires: null, location: "A-05" },
        ],
      },
      {
        material: "M-115",
        description: "Guide pin",
        tracking: "lot",
        issue: "scan",
        needed: ea("250"),
        consumed: ea("250"),
        weigh_min: null,
        weigh_max: null,
        taken: [],
        expected: [],
      },
      {
        material: "M-902",
        description: "Sealing paste",
        tracking: "lot",
        issue: "weigh",
        needed: kg("1.250"),
        consumed: kg("0"),
        weigh_min: kg("1.225"),
        weigh_max: kg("1.275"),
        taken: [],
        expected: [
          {
            lot: "l3",
            number: "B-0044",
            quantity: kg("8.4"),
            expires: "2027-01-31",
            location: "Cabinet 2",
          },
        ],
      },
      {
        material: "M-001",
        description: "Cable tie",
        tracking: "none",
        issue: "backflush",
        needed: ea("500"),
        consumed: ea("240"),
        weigh_min: null,
        weigh_max: null,
        taken: [],
        expected: [],
      },
    ],
    produced: [
      {
        lot: "lot-2031",
        number: "L-2031",
        quantity: ea("120"),
        labels: [
          {
            label: "label-1",
            copy: 0,
            state: "uncertain",
            sentence:
              "The printer stopped answering while the label was sent. Look at the printer.",
            svg: LABEL_SVG,
          },
        ],
      },
      { lot: "lot-2032", number: "L-2032", quantity: ea("3"), labels: [] },
    ],
    entries: [
      {
        event: "e4",
        at: at(-4),
        who: "Anna Rossi",
        text: "Reported 20 EA good",
        voided: false,
        can_void: true,
      },
      {
        event: "e3",
        at: at(-9),
        who: "Anna Rossi",
        text: "Reported 500 EA good",
        voided: true,
        can_void: false,
      },
      {
        event: "e2",
        at: at(-30),
        who: "Anna Rossi",
        text: "Consumed 12.5 kg of lot L-771, Steel sheet 3 mm",
        voided: false,
        can_void: false,
      },
      {
        event: "e1",
        at: at(-74),
        who: "Anna Rossi",
        text: "Started on Laser 2",
        voided: false,
        can_void: false,
      },
    ],
    outcomes: ["leave_open", "short_close"],
    actions:
      found.readiness === "running"
        ? ["pause", "report", "consume", "weigh", "finish", "print_label"]
        : found.readiness === "paused"
          ? ["resume", "finish"]
          : found.readiness === "ready"
            ? ["start"]
            : [],
    suggested: found.remaining,
    pause_reasons: [
      "Break",
      "Waiting for material",
      "Tool change",
      "Machine fault",
      "Shift end",
      "Meeting",
    ],
    scrap_reasons: ["Burr", "Wrong size", "Scratch", "Set-up piece", "Material fault"],
    short_reasons: ["No more material", "Not wanted any more"],
    undo_reasons: ["Wrong number", "Wrong lot"],
    reprint_reasons: ["Damaged", "Lost"],
    inspections: [],
    now: at(0),
  };
}

export const board: BoardView = {
  units: [
    {
      work_unit: LASER,
      work_center: CUTTING,
      state: "running",
      job: cards[0] ?? null,
      queued: 9,
      queued_s: 41_000,
      behind: 2,
      reason: "40 min behind: started 55 min late, waited for MO-100199 on Laser 2",
    },
    {
      work_unit: place("WC-08", "Laser 3"),
      work_center: CUTTING,
      state: "paused",
      job: cards[3] ?? null,
      queued: 3,
      queued_s: 9_000,
      behind: 0,
      reason: null,
    },
    {
      work_unit: BENCH,
      work_center: place("ASM", "Assembly"),
      state: "waiting",
      job: cards[1] ?? null,
      queued: 4,
      queued_s: 12_000,
      behind: 0,
      reason: null,
    },
    {
      work_unit: place("WC-12", "Assembly bench 2 with a long name"),
      work_center: place("ASM", "Assembly"),
      state: "idle",
      job: null,
      queued: 0,
      queued_s: 0,
      behind: 0,
      reason: null,
    },
  ],
  running: 1,
  queued: 16,
  behind: 2,
  recorded_at: at(-1),
  now: at(0),
};

export const orders: OrderRow[] = Array.from({ length: 10_000 }, (_, index) => ({
  order_id: `order-${index}`,
  order: `MO-${100_200 + index}`,
  revision: "1",
  material: `P-${4_000 + (index % 700)}`,
  description:
    ["Bracket left", "Base plate", "Cover, stainless, brushed", "Hinge plate", "Rail 400 mm"][
      index % 5
    ] ?? "",
  quantity: ea(String(10 + (index % 90) * 5)),
  start: at(index * 30 - 300),
  due: at(index * 45 - 100),
  status:
    (["forecast", "released", "running", "forecast", "completed"] as const)[index % 5] ??
    "forecast",
  erp_state: ["firm", "firm", "released", "planned", "done"][index % 5] ?? "firm",
  findings:
    index % 7 === 3
      ? [
          "The routing has no operations: it cannot be released. Ask planning to complete it.",
          "Item P-9 is unknown.",
        ]
      : [],
  jobs: index % 5 === 0 || index % 5 === 3 ? 0 : 4,
  jobs_completed: index % 5 === 4 ? 4 : index % 3,
  head: `event-${index}`,
}));

/** What does not add up, with the longest of everything. */
export const exceptions: ExceptionsView = {
  exceptions: [
    {
      event: "0199-e1",
      subject: "MO-100231 / 20",
      sentence:
        "more was reported than ordered: two stations may have counted the same pieces. Count, and void what was reported twice",
      owner: "supervisor",
      at: at(-14),
      who: "Anna Rossi",
      station: "7F3A-91C2",
    },
    {
      event: "0199-e2",
      subject: "L-2026-COIL-00000000000000000000000004471-031",
      sentence:
        "more was taken from this lot than it held: two stations may have used it at once. Count the lot and correct it",
      owner: "quality",
      at: at(-1_600),
      who: "Maximiliana Featherstonehaugh-Cholmondeley",
      station: "A0B1-77D4",
    },
    {
      event: "0199-e3",
      subject: "MO-100240 / 10",
      sentence: "a run was paused or ended that never began here: its start is missing",
      owner: "supervisor",
      at: at(-2_900),
      who: null,
      station: "7F3A-91C2",
    },
  ],
  more: false,
};
