import { expect, test } from "vitest";
import type { ComponentView } from "../host/types";
import { drawn, standing } from "./band";

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
  expect(drawn({ value: "1000", unit: "g" }, glue)).toBeNull();
});

test("the pointer stays on the scale", () => {
  expect(drawn(kg("0"), glue)?.at).toBe(0);
  expect(drawn(kg("1.02"), glue)).toEqual({ from: 480, to: 500, at: 500 });
  expect(drawn(kg("900"), glue)?.at).toBeLessThanOrEqual(1000);
});
