import type { TraceNode, TraceRow } from "../host/types";
import type { Tone } from "../parts/chip";
import { showQuantity } from "../parts/quantity";
import { type WordId, word } from "../words/words";

/** How far a step is moved in, in CSS pixels, and how many steps still are. */
const INDENT_PX = 18;
const INDENTS_MAX = 12;

const ROW_PX = 44;
const BORDERS_PX = 2;
/** Rows of a tree that are seen at once; more are scrolled. */
const ROWS_SEEN = 12;

/** Height of a tree with its head, in CSS pixels. */
export function height(rows: number): number {
  return (Math.min(rows, ROWS_SEEN) + 1) * ROW_PX + BORDERS_PX;
}

/** Room in front of a row: deep ones share the last step, so that the name stays in sight. */
export function indent(depth: number): number {
  return (Math.min(depth, INDENTS_MAX) - 1) * INDENT_PX;
}

/** The row's own key. */
export function keyOf(row: TraceRow & { place: number }): string {
  return String(row.place);
}

/** Its id, which names nothing else. */
export function idOf(node: TraceNode): string {
  if (node.is === "lot") return node.lot;
  return node.is === "order" ? node.order_id : node.job;
}

/** What people call it. */
export function nameOf(node: TraceNode): string {
  if (node.is === "lot") return node.number;
  if (node.is === "order") return node.order;
  return node.order == null
    ? word("trace.unknown")
    : word("lots.job", { order: node.order, segment: node.segment });
}

/** What it is. */
export function says(node: TraceNode): string {
  if (node.is === "job") return node.name;
  const item = word("orders.item_text", { material: node.material, text: node.description });
  if (node.is === "order" || node.supplier == null) return item;
  return word("trace.from", { item, supplier: node.supplier });
}

interface Sign {
  tone: Tone;
  says: WordId;
  with?: Record<string, string>;
}

/** What is to be known about a row: why it ends, that it is on hold, what is left. */
export function status({ node, end }: Pick<TraceRow, "node" | "end">): Sign | null {
  if (end === "circle") return { tone: "alarm", says: "trace.circle" };
  if (end === "too_long") return { tone: "warn", says: "trace.more" };
  if (end === "above") return { tone: "neutral", says: "trace.above" };
  if (node.is !== "lot") return null;
  if (node.held != null) return { tone: "alarm", says: "lots.held" };
  return { tone: "neutral", says: "trace.left", with: { left: showQuantity(node.left) } };
}
