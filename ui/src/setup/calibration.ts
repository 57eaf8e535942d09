/** Width of a bank card, in millimetres (ISO/IEC 7810 ID-1: 85.60). */
export const CARD_MM = 85.6;

/** CSS pixels a millimetre has when a bank card covers `cardPx` of them. */
export function pxPerMmOf(cardPx: number): number {
  return cardPx / CARD_MM;
}
