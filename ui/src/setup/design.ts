/** A label template as its file has it; what the designer does not know stays as it is. */
export interface Template {
  name: string;
  version: number;
  width_mm: number;
  height_mm: number;
  dpi: number;
  elements: Element[];
}

/** Something drawn on a label. */
export interface Element {
  kind: Kind;
  x_mm: number;
  y_mm: number;
  width_mm: number;
  height_mm: number;
  [more: string]: unknown;
}

/** What can be drawn. */
export type Kind = "text" | "barcode" | "line" | "box" | "image";

type Piece = Record<string, unknown>;

/** Kinds that the designer adds; a picture comes with a file. */
export const KINDS: readonly Kind[] = ["text", "barcode", "line", "box"];

/** Symbologies whose content is text and fields. */
export const SYMBOLOGIES = ["code128", "code39", "ean13", "itf14", "data_matrix", "qr"] as const;

const START = { x_mm: 5, y_mm: 5 };

/** Smallest step of a position, in millimetres: less cannot be seen. */
export const STEP_MM = 0.5;

/** Least height in which an element is taken hold of, in millimetres. */
const REACH_MM = 2;

/** A template from its file; null where it is none. The core says what else is wrong with it. */
export function readTemplate(json: string): Template | null {
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read !== "object" || read === null) return null;
    const template = read as Template;
    const numbers = [template.width_mm, template.height_mm, template.version];
    const sound = numbers.every((number) => typeof number === "number");
    return sound && Array.isArray(template.elements) ? template : null;
  } catch {
    return null;
  }
}

/** The template as its file. */
export function writeTemplate(template: Template): string {
  return `${JSON.stringify(template, null, 2)}\n`;
}

/** A new element of a kind. */
export function fresh(kind: Kind): Element {
  const place = { ...START, width_mm: 30, height_mm: 4 };
  if (kind === "line") return { kind, ...place, height_mm: 0.5 };
  if (kind === "box") return { kind, ...place, height_mm: 20, line_mm: 0.5 };
  if (kind === "barcode") {
    const code = { symbology: "code128", content: piecesOf("{lot}") };
    return { kind, ...place, width_mm: 60, height_mm: 14, module_mm_max: 0.5, code };
  }
  const fit = { shrink: { height_mm_min: 1.5 } };
  return { kind: "text", ...place, fit, content: piecesOf("{item}") };
}

/** What a text or code says, with fields in braces; null where it says more than that can. */
export function contentOf(element: Element): string | null {
  const pieces = holder(element)?.content;
  if (!Array.isArray(pieces)) return null;
  const said = (pieces as Piece[]).map(({ literal, field, ...more }) => {
    if (Object.keys(more).length > 0) return null;
    if (typeof field === "string") return `{${field}}`;
    return typeof literal === "string" && !/[{}]/.test(literal) ? literal : null;
  });
  return said.includes(null) ? null : said.join("");
}

/** The same element saying something else. */
export function saying(element: Element, text: string): Element {
  const content = piecesOf(text);
  if (element.kind === "barcode") {
    return { ...element, code: { ...(element.code as object), content } };
  }
  return { ...element, content };
}

/** `LOT {lot}` as pieces. */
export function piecesOf(text: string): Piece[] {
  const parts = text.split(/(\{[^{}]*\})/).filter((part) => part !== "");
  return parts.map((part) =>
    part.startsWith("{") && part.endsWith("}") ? { field: part.slice(1, -1) } : { literal: part },
  );
}

function holder(element: Element): Record<string, unknown> | null {
  if (element.kind === "text") return element;
  return element.kind === "barcode" ? (element.code as Record<string, unknown>) : null;
}

/** The element somewhere else, in whole steps. */
export function moved(element: Element, right_mm: number, down_mm: number): Element {
  const step = (from: number, by: number) => Math.round((from + by) / STEP_MM) * STEP_MM;
  return { ...element, x_mm: step(element.x_mm, right_mm), y_mm: step(element.y_mm, down_mm) };
}

/** The element at a point of the label: the smallest of those that cover it; null where none does. */
export function elementAt(template: Template, x_mm: number, y_mm: number): number | null {
  let found: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  template.elements.forEach((one, at) => {
    const [right, down] = [x_mm - one.x_mm, y_mm - one.y_mm];
    const covers = right >= 0 && down >= 0 && right <= one.width_mm && down <= reach(one);
    const area = one.width_mm * reach(one);
    if (covers && area < least) [found, least] = [at, area];
  });
  return found;
}

/** How far down an element can be taken hold of: a thin line too. */
function reach(element: Element): number {
  return Math.max(element.height_mm, REACH_MM);
}

/** The template with another element in a place; without it where that is null. */
export function withElement(template: Template, at: number, element: Element | null): Template {
  const elements = template.elements.flatMap((one, place) => {
    if (place !== at) return [one];
    return element === null ? [] : [element];
  });
  return { ...template, elements };
}

/** The version that comes behind all there are of a name. */
export function nextVersion(name: string, known: { name: string; version: number }[]): number {
  const versions = known.filter((one) => one.name === name).map(({ version }) => version);
  return Math.max(0, ...versions) + 1;
}
