/** Most cards on one page: what a person takes in at a glance and a panel shows without scrolling. */
export const CARDS_MAX = 7;

/** One page of `rows`; a page past the end is the last one. */
export function pageOf<T>(rows: readonly T[], page: number, size: number = CARDS_MAX) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(Math.max(0, page), pages - 1);
  return {
    rows: rows.slice(at * size, (at + 1) * size),
    at,
    pages,
    first: rows.length === 0 ? 0 : at * size + 1,
    last: Math.min(rows.length, (at + 1) * size),
  };
}

/** How many cards of at least `cardPx` fit into a height; one at least, a glance at most. */
export function cardsThatFit(heightPx: number, cardPx: number, gapPx: number): number {
  const fit = Math.floor((heightPx + gapPx) / (cardPx + gapPx));
  return Math.min(Math.max(1, fit), CARDS_MAX);
}
