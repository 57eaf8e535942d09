import { type Host, HostFailure, HostSilent } from "../src/host/host";
import type { Calls, Change, Failure, Found, Session } from "../src/host/types";
import { lotView, traced } from "./lot";
import { nonconformances } from "./nonconformances";
import { BENCH, board, cards, exceptions, jobOf, LASER, orders, station } from "./plant";

const PAGE = 200;
/** With `?silent` the core stops answering, with `?full` it cannot record. */
const SILENT = location.search.includes("silent");
const FULL = location.search.includes("full");
const SILENT_FROM_MS = 8_000;
const listeners = new Set<(change: Change | "alive") => void>();
const people: Record<string, Session> = {
  "BADGE-1": { session: "s1", person: "p1", name: "Anna Rossi", roles: ["operator"] },
  "BADGE-2": {
    session: "s2",
    person: "p2",
    name: "Ji-woo Kim",
    roles: ["supervisor", "installer", "operator"],
  },
};

function refuse(code: Failure["code"], sentence: string, confirm?: string): never {
  const reason = sentence.startsWith("Type your PIN") ? "pin_needed" : code;
  throw new HostFailure({ code, reason, sentence, ...(confirm ? { confirm } : {}) });
}

function find(text: string): Found {
  if (text in people) return { found: "badge", badge: text };
  const card = cards.find(({ order, segment }) => text === `${order}/${segment}`);
  if (card) return { found: "job", job: card.job, order: card.order, segment: card.segment };
  const lot = (number: string, material: string, description: string) => ({
    lot: number,
    number,
    material,
    description,
    quantity: { value: "40", unit: "kg" },
  });
  if (text === "L-771") return { found: "lots", lots: [lot(text, "M-310", "Steel sheet 3 mm")] };
  if (text === "B-0044") return { found: "lots", lots: [lot(text, "M-902", "Sealing paste")] };
  if (text === "L-7")
    return {
      found: "lots",
      lots: [lot(text, "M-310", "Steel sheet 3 mm"), lot(text, "M-115", "Guide pin")],
    };
  if (text === "L-650") return { found: "lots", lots: [lot(text, "M-999", "Old paint")] };
  return {
    found: "nothing",
    sentence: `Nothing here is called “${text}”. Check the label, or ask your supervisor.`,
  };
}

type Handlers = { [N in keyof Calls]: (body: Calls[N]["body"]) => Calls[N]["answer"] };

const handlers: Handlers = {
  view_station: () => ({
    ...station,
    connection: FULL ? "offline" : station.connection,
    queued: FULL ? 12 : 0,
    storage: FULL
      ? {
          writable: false,
          sentence: "the disk is full: free 200 MB on this machine, or call the installer",
        }
      : station.storage,
    now: new Date().toISOString(),
  }),
  view_order_tray: ({ search, after }) => {
    const rows = orders.filter(({ order, description }) =>
      `${order} ${description}`.toLowerCase().includes((search ?? "").toLowerCase()),
    );
    const from = Number(after ?? 0);
    const next = from + PAGE < rows.length ? String(from + PAGE) : null;
    return { orders: rows.slice(from, from + PAGE), total: rows.length, next, now: station.now };
  },
  view_order: ({ order_id }) => {
    const row = orders.find((order) => order.order_id === order_id) ?? orders[1];
    if (!row) refuse("not_found", "This order is not known here.");
    return { row, jobs: row.jobs === 0 ? [] : cards.slice(0, 4), now: station.now };
  },
  view_job_list: ({ work_unit }) => ({
    work_unit: work_unit === LASER.id ? LASER : BENCH,
    jobs: work_unit === LASER.id ? cards : cards.slice(1, 3),
    total: cards.length,
    unassigned: cards.slice(5, 9).map((card) => ({
      ...card,
      job: `${card.job}-u`,
      work_unit: null,
      status: "released" as const,
    })),
    now: station.now,
  }),
  view_job: ({ job }) => jobOf(job),
  view_board: () => ({ ...board, now: new Date().toISOString() }),
  view_plant: () => ({
    connection: "alone",
    queued: 0,
    behind: 0,
    stations: [],
    set_aside: [],
    now: new Date().toISOString(),
  }),
  command_join_plant: () => ({
    done: ["code_read"],
    failed: "reachable",
    sentence: "the plant's server does not answer: check the network",
  }),
  view_lot: () => lotView,
  view_trace: () => traced,
  view_nonconformances: () => nonconformances,
  command_nonconformance: () => nonconformances,
  command_lot: () => lotView,
  view_exceptions: () => exceptions,
  command_exception: ({ event }) => {
    const row = exceptions.exceptions.find((known) => known.event === event);
    if (row?.owner === "quality")
      refuse("refused", "this needs a person with the role quality: ask one to sign in");
    exceptions.exceptions = exceptions.exceptions.filter((known) => known !== row);
    return { ...exceptions };
  },
  view_outbox: () => ({
    messages: (["pending", "sent", "acknowledged", "refused"] as const).map((state, index) => ({
      message: `0199-${index}`,
      order: `MO-1002${31 + index}`,
      segment: "20",
      state,
      created_at: station.now,
      text:
        state === "refused"
          ? "Order MO-100234 is closed in the ERP: reopen it there, then send again."
          : null,
    })),
    pending: 1,
  }),
  view_devices: () => ({
    choices: [
      { role: "scanner", protocols: [{ name: "lines", needs_unit: false }], dpis: [] },
      {
        role: "scale",
        protocols: [
          { name: "mt-sics", needs_unit: false },
          { name: "toledo-8217", needs_unit: true },
        ],
        dpis: [],
      },
      {
        role: "printer",
        protocols: ["zpl", "zpl-one-way", "tspl"].map((name) => ({ name, needs_unit: false })),
        dpis: [203, 300, 600],
      },
    ],
    devices: [
      {
        role: "scanner",
        target: "/dev/ttyACM0",
        place: "serial:/dev/ttyACM0:9600:8N1",
        protocol: "lines",
        ready: true,
        sentence: null,
        simulated: true,
      },
      {
        role: "scale",
        target: "/dev/ttyUSB0 (toledo-8217 in kg)",
        place: "serial:/dev/ttyUSB0:9600:7E1",
        protocol: "toledo-8217",
        unit: "kg",
        ready: true,
        sentence: null,
        last_error: { sentence: "the scale is overloaded: take something off", at: station.now },
        simulated: true,
      },
      {
        role: "printer",
        target: "192.168.1.40:9100",
        place: "tcp:192.168.1.40:9100",
        protocol: "zpl",
        dpi: 203,
        ready: false,
        sentence:
          "The printer does not answer. Check that it is switched on and its network cable is plugged in.",
        simulated: false,
      },
    ],
  }),
  view_weight: () => ({
    shows: "weight",
    weight: { value: "1.248", unit: "kg" },
    stable: true,
    at: new Date().toISOString(),
  }),
  find_scan: ({ text }) => find(text),
  command_log_in: ({ badge, person, pin }) => {
    const who = badge
      ? people[badge]
      : Object.values(people).find((known) => known.person === person);
    if (!who) refuse("refused", "This badge is not known here. Ask your supervisor for a new one.");
    if (pin === null && who.person === "p2") refuse("session", "Type your PIN");
    if (pin !== null && pin !== "1234") refuse("session", "The PIN is wrong. 4 attempts are left.");
    return who;
  },
  command_log_out: () => ({}),
  command_choose_work_unit: () => ({}),
  command_operations_request: ({ order_id }) => handlers.view_order({ order_id }),
  command_job_order: ({ job, command, confirmed }) => {
    if (command.do === "consume" && command.lot === "L-650")
      refuse("refused", "Old paint (M-999) is no component of this operation.");
    if (command.do === "report" && command.good.value.length > 2 && !confirmed)
      refuse(
        "refused",
        "More than remains",
        `${command.good.value} EA are more than usual here. Is that right?`,
      );
    return jobOf(job);
  },
  command_label: () => ({ label: "label-1", copy: 0, state: "queued", sentence: null, svg: null }),
  command_label_pdf: () => ({ path: "/var/lib/lineside/labels/B-0044-0.pdf" }),
  test_device: ({ role }) => ({
    role,
    passed: role !== "printer",
    sentence: "it stands still at 1.248 kg",
  }),
  find_devices: () => ({
    devices: [
      {
        kind: "hid",
        name: "DYMO S100",
        place: "USB 0922:8003 S1 at port 1-2",
        uses: [{ role: "scale", place: "hid:0922:8003:S1", protocol: "hid-scale" }],
        bound: null,
        sentence: null,
      },
      {
        kind: "usb_printer",
        name: "Zebra Technologies ZTC ZD421-203dpi ZPL",
        place: "USB 0a5f:0166 D2J000000001 at port 1-3",
        uses: [{ role: "printer", place: "usb-printer:0a5f:0166:D2J000000001", protocol: "zpl" }],
        bound: "printer",
        sentence: null,
      },
    ],
    troubles: [],
    code_sheet: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>',
  }),
  view_templates: () => ({
    templates: [
      {
        name: "lot",
        version: 1,
        built_in: true,
        template: JSON.stringify({
          name: "lot",
          version: 1,
          width_mm: 60,
          height_mm: 30,
          dpi: 203,
          elements: [],
        }),
      },
    ],
  }),
  draw_template: () => ({
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>',
    sentence: null,
    fields: [{ name: "lot", text: "24-0917-A" }],
  }),
  command_template: () => handlers.view_templates({}),
  command_bind_device: () => handlers.view_devices({}),
  command_import: ({ dry_run, files }) => ({
    dry_run,
    refused: files.some(({ name }) => name.includes("bad")),
    tallies: [
      { kind: "orders", new: 12, changed: 2, unchanged: 40 },
      { kind: "items", new: 120, changed: 0, unchanged: 3 },
    ],
    findings: [
      {
        file: "orders.csv",
        row: 17,
        text: "Order MO-9 has no due date: it goes to the end of the list.",
      },
    ],
    errors: files
      .filter(({ name }) => name.includes("bad"))
      .map(({ name }) => ({
        file: name,
        row: 3,
        text: "The quantity “12x” is not a number: write it like 12.5",
      })),
  }),
};

/** A host without a core, for drawing screens. */
export const fakeHost: Host = {
  async call(name, body) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (SILENT && performance.now() > SILENT_FROM_MS) throw new HostSilent();
    return handlers[name](body);
  },
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
