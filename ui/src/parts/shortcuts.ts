import type { WordId } from "../words/words";

/** Where a key means something. */
export type Place =
  | "everywhere"
  | "jobs"
  | "job"
  | "report"
  | "weigh"
  | "consume"
  | "inspect"
  | "table";

/** One thing a key does. */
export interface Shortcut {
  place: Place;
  keys: readonly string[];
  /** What it does, in words; the button that does the same says the same. */
  does: WordId;
}

/** Every key of the product. Buttons, the key handler and the `?` sheet all read this table. */
export const SHORTCUTS = {
  help: { place: "everywhere", keys: ["?"], does: "keys.help" },
  back: { place: "everywhere", keys: ["Escape"], does: "keys.back" },
  jobs_first: { place: "jobs", keys: ["F1"], does: "keys.first_job" },
  jobs_code: { place: "jobs", keys: ["F4"], does: "scan.type" },
  jobs_earlier: { place: "jobs", keys: ["PageUp"], does: "jobs.earlier" },
  jobs_later: { place: "jobs", keys: ["PageDown"], does: "jobs.later" },
  run: { place: "job", keys: ["F1", " "], does: "keys.run" },
  consume: { place: "job", keys: ["F2"], does: "job.consume" },
  weigh: { place: "job", keys: ["F3"], does: "job.weigh" },
  one_good: { place: "job", keys: ["F4"], does: "job.one_good" },
  labels: { place: "job", keys: ["F5"], does: "job.labels" },
  history: { place: "job", keys: ["F6"], does: "job.history" },
  finish: { place: "job", keys: ["F7"], does: "job.finish" },
  report: { place: "job", keys: ["F8"], does: "job.report" },
  inspect: { place: "job", keys: ["F9"], does: "job.inspect" },
  give_back: { place: "consume", keys: ["F6"], does: "back.open" },
  type_code: { place: "consume", keys: ["F4"], does: "scan.type" },
  weigh_accept: { place: "weigh", keys: ["F8", "Enter"], does: "weigh.accept" },
  weigh_code: { place: "weigh", keys: ["F4"], does: "scan.type" },
  inspect_record: { place: "inspect", keys: ["F8", "Enter"], does: "inspect.record" },
  report_send: { place: "report", keys: ["F8", "Enter"], does: "report.send" },
  report_complete: { place: "report", keys: ["F7"], does: "report.complete" },
  row_next: { place: "table", keys: ["j", "ArrowDown"], does: "keys.next" },
  row_previous: { place: "table", keys: ["k", "ArrowUp"], does: "keys.previous" },
  row_open: { place: "table", keys: ["Enter"], does: "keys.open" },
  row_act: { place: "table", keys: ["r"], does: "orders.release" },
  row_move: { place: "table", keys: ["m"], does: "dispatch.move" },
  search: { place: "table", keys: ["/"], does: "keys.search" },
} as const satisfies Record<string, Shortcut>;

/** The name of a shortcut. */
export type ShortcutId = keyof typeof SHORTCUTS;

/** How a key is written on a button or in the sheet. */
export function keyName(key: string): string {
  const names: Record<string, string> = {
    " ": "Space",
    Escape: "Esc",
    ArrowDown: "↓",
    ArrowUp: "↑",
    PageUp: "PgUp",
    PageDown: "PgDn",
  };
  return names[key] ?? key;
}

/** Keys that wait until it is clear that no scanner typed them. */
export function waitsForQuiet(key: string): boolean {
  return [...key].length === 1;
}

/** Keys that stay with a button or field that has the focus. */
export function belongsToFocus(key: string): boolean {
  return key === "Enter" || key === " ";
}

/** Which of the offered shortcuts a key means. */
export function shortcutFor(key: string, offered: Iterable<ShortcutId>): ShortcutId | null {
  for (const id of offered) {
    const keys: readonly string[] = SHORTCUTS[id].keys;
    if (keys.includes(key)) return id;
  }
  return null;
}
