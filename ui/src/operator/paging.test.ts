import { expect, test } from "vitest";
import { cardsThatFit, pageOf } from "./paging";

const rows = Array.from({ length: 16 }, (_, index) => index);

test("pages hold seven cards and say which they are", () => {
  expect(pageOf(rows, 0).rows).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(pageOf(rows, 2)).toMatchObject({ rows: [14, 15], first: 15, last: 16, pages: 3 });
});

test("a page that vanished is the last one, and no rows are one empty page", () => {
  expect(pageOf(rows, 9).at).toBe(2);
  expect(pageOf([], 3)).toMatchObject({ rows: [], at: 0, pages: 1, first: 0, last: 0 });
});

test("as many cards are shown as a finger can tell apart", () => {
  expect(cardsThatFit(590, 75.6, 8)).toBe(7);
  expect(cardsThatFit(540, 75.6, 8)).toBe(6);
  expect(cardsThatFit(540, 94.5, 15)).toBe(5);
  expect(cardsThatFit(0, 75.6, 8)).toBe(1);
  expect(cardsThatFit(5_000, 75.6, 8)).toBe(7);
});
