import { expect, test } from "vitest";
import type { NonconformanceView } from "../host/types";
import { firstRows, rowsOf } from "./disposition";

const doubt = {
  quantity: { value: "12.5", unit: "kg" },
  lots: [{ lot: "l1", number: "L-1" }],
} as NonconformanceView;

test("all that is in doubt is the first row, of the only lot that is held", () => {
  expect(firstRows(doubt)).toEqual([{ lot: "l1", text: "12.5", disposition: "scrap" }]);
});

test("rows are sent in the unit that is in doubt, and only once every amount can be read", () => {
  const typed = { lot: "l1", text: "2.5", disposition: "rework" } as const;

  expect(rowsOf([typed, { ...typed, text: "much" }], doubt)).toBeNull();
  expect(rowsOf([typed, { ...typed, lot: "" }], doubt)).toEqual([
    { lot: ["l1", "L-1"], quantity: { value: "2.5", unit: "kg" }, disposition: "rework" },
    { lot: null, quantity: { value: "2.5", unit: "kg" }, disposition: "rework" },
  ]);
});
