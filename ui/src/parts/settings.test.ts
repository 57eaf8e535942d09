import { expect, test } from "vitest";
import { DEFAULTS, readSettings } from "./settings";

test("a damaged or missing entry gives the defaults", () => {
  expect(readSettings(null)).toEqual(DEFAULTS);
  expect(readSettings("{")).toEqual(DEFAULTS);
  expect(readSettings("[1]")).toEqual(DEFAULTS);
});

test("values out of range are not taken", () => {
  const kept = readSettings('{"pxPerMm": 400, "volume": -1, "gloves": "yes", "theme": "dark"}');

  expect(kept).toEqual({ ...DEFAULTS, theme: "dark" });
});
