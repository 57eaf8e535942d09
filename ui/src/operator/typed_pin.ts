import type { Code } from "../scan/bus";

/** Longest PIN, in digits. */
export const PIN_DIGITS_MAX = 12;

/** The PIN that a code is while one is asked for: digits that came as fast as a scanner types them. */
export function typedPin(code: Code): string | null {
  if (!code.typed || code.text.length > PIN_DIGITS_MAX) return null;
  return /^\d+$/.test(code.text) ? code.text : null;
}
