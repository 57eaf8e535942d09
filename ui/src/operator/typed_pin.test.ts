import { expect, test } from "vitest";
import { typedPin } from "./typed_pin";

test("a PIN typed at a scanner's speed is a PIN", () => {
  expect(typedPin({ text: "2468", typed: true })).toBe("2468");
});

test("a code that a scanner read is none", () => {
  expect(typedPin({ text: "2468" })).toBeNull();
  expect(typedPin({ text: "B-1001", typed: true })).toBeNull();
  expect(typedPin({ text: "4012345678901", typed: true })).toBeNull();
});
