import { expect, test } from "vitest";
import type { ComponentView } from "../host/types";
import { BAND_FROM, BAND_TO, pointerAt, standing } from "./band";

const kg = (value: string) => ({ value, unit: "kg" });
const glue: ComponentView = {
  material: "GLUE",
  description: "Glue",
  tracking: "lot",
  issue: "weigh",
  needed: kg("1"),
  consumed: kg("0"),
  weigh_min: kg("0.98"),
  weigh_max: kg("1.02"),
  taken: [],
  expected: [],
};

test("the ends of the band belong to it", () => {
  expect(standing(kg("0.979"), glue)).toBe("below");
  expect(standing(kg("0.980"), glue)).toBe("within");
  expect(standing(kg("1.020"), glue)).toBe("within");
  expect(standing(kg("1.0201"), glue)).toBe("above");
});

test("another unit is not compared here", () => {
  expect(standing({ value: "1000", unit: "g" }, glue)).toBe("unknown");
  expect(pointerAt({ value: "1000", unit: "g" }, glue)).toBeNull();
});

test("the pointer stays on the scale and within the drawn band while it is in the band", () => {
  expect(pointerAt(kg("0"), glue)).toBe(0);
  expect(pointerAt(kg("-0.002"), glue)).toBe(0);
  expect(pointerAt(kg("0.98"), glue)).toBe(BAND_FROM);
  expect(pointerAt(kg("1.00"), glue)).toBe((BAND_FROM + BAND_TO) / 2);
  expect(pointerAt(kg("1.02"), glue)).toBe(BAND_TO);
  expect(pointerAt(kg("900"), glue)).toBe(1000);
});
