/** Exact decimals as text. Nothing here is ever a float. */

/** Most digits accepted in all, as the core does. */
const DIGITS_MAX = 18;

/** What a person typed, with comma or dot, as the wire's text; null when it is not a number. */
export function parseTyped(typed: string): string | null {
  const text = typed.trim().replace(",", ".");
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  const [whole = "", fraction = ""] = text.split(".");
  const kept = whole.replace(/^0+(?=\d)/, "") || "0";
  if (kept.length + fraction.length > DIGITS_MAX) return null;
  return fraction === "" ? kept : `${kept}.${fraction}`;
}

/** Whether the amount is nothing, in any spelling. */
export function isZero(text: string): boolean {
  return /^[-+]?[0.]*$/.test(text);
}

/** Below, equal or above: -1, 0, 1. */
export function compare(left: string, right: string): -1 | 0 | 1 {
  const [a, b] = aligned(left, right);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The exact sum. */
export function add(left: string, right: string): string {
  const places = Math.max(placesOf(left), placesOf(right));
  return written(scaled(left, places) + scaled(right, places), places);
}

/** The exact difference. */
export function minus(left: string, right: string): string {
  const places = Math.max(placesOf(left), placesOf(right));
  return written(scaled(left, places) - scaled(right, places), places);
}

/** `part` of `whole` in thousandths, kept within 0 and 1000; for drawing bars only. */
export function perMille(part: string, whole: string): number {
  const [a, b] = aligned(part, whole);
  if (b <= 0n || a <= 0n) return 0;
  const share = (a * 1000n) / b;
  return share > 1000n ? 1000 : Number(share);
}

function aligned(left: string, right: string): [bigint, bigint] {
  const places = Math.max(placesOf(left), placesOf(right));
  return [scaled(left, places), scaled(right, places)];
}

function placesOf(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function scaled(text: string, places: number): bigint {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace(/^[-+]/, "").split(".");
  const digits = BigInt(whole + fraction.padEnd(places, "0"));
  return negative ? -digits : digits;
}

function written(value: bigint, places: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
