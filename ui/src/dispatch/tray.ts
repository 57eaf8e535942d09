import type { OrderRow, Views } from "../host/types";

/** Which orders the tray shows. */
export type Filter = "open" | "all";

/** The tray's question to the core; empty parts are left out. */
export function trayBody(
  filter: Filter,
  search: string,
  after: string | null,
): Views["view_order_tray"]["body"] {
  const text = search.trim();
  return { filter, ...(text === "" ? {} : { search: text }), ...(after === null ? {} : { after }) };
}

/** Whether the row offers its release: not released yet and nothing found against it. */
export function mayRelease({ status, findings }: OrderRow): boolean {
  return status === "forecast" && findings.length === 0;
}

/** The next row in a direction, within the rows there are. */
export function step(at: number | null, by: number, count: number): number | null {
  if (count === 0) return null;
  if (at === null) return by > 0 ? 0 : count - 1;
  return Math.min(Math.max(0, at + by), count - 1);
}
