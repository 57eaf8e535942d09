import { expect, test } from "vitest";
import { leftMs } from "./idle";

test("a screen left alone for its minutes is due", () => {
  expect(leftMs(1_000, 1_000 + 5 * 60_000, 5)).toBe(0);
});

test("a touch gives it all its minutes again", () => {
  expect(leftMs(30_000, 30_000, 2)).toBe(120_000);
});

test("a screen that never locks is never due", () => {
  expect(leftMs(0, 1e12, 0)).toBeNull();
});
