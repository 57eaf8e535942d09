import { expect, test } from "vitest";
import { step, trayBody } from "./tray";

test("the tray asks only for what was typed", () => {
  expect(trayBody("open", "  ", null)).toEqual({ filter: "open" });
  expect(trayBody("all", " MO-1 ", "page2")).toEqual({
    filter: "all",
    search: "MO-1",
    after: "page2",
  });
});

test("the keyboard stays within the rows", () => {
  expect(step(null, 1, 3)).toBe(0);
  expect(step(null, -1, 3)).toBe(2);
  expect(step(2, 1, 3)).toBe(2);
  expect(step(0, -1, 3)).toBe(0);
  expect(step(null, 1, 0)).toBeNull();
});
