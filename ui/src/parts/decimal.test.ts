import { expect, test } from "vitest";
import { add, compare, isZero, parseTyped, perMille } from "./decimal";

test.each([
  ["12.5", "12.5"],
  ["12,5", "12.5"],
  [",5", "0.5"],
  ["007", "7"],
  ["0", "0"],
  ["5.", "5"],
])("%s is read as %s", (typed, wire) => {
  expect(parseTyped(typed)).toBe(wire);
});

test.each(["", ".", "1.2.3", "1,2.3", "-1", "1e3", "twelve", "1234567890123456789"])(
  "“%s” is not a number",
  (typed) => {
    expect(parseTyped(typed)).toBeNull();
  },
);

test("a tenth, three hundred times, is thirty", () => {
  const sum = Array.from({ length: 300 }, () => "0.1").reduce(add, "0");

  expect(sum).toBe("30.0");
  expect(compare(sum, "30")).toBe(0);
});

test("amounts of different length are compared exactly", () => {
  expect(compare("9.99", "10")).toBe(-1);
  expect(compare("10.000", "10")).toBe(0);
  expect(compare("100000000000000000.1", "100000000000000000.01")).toBe(1);
  expect(compare("-1", "0.5")).toBe(-1);
});

test("a bar is never drawn past its ends", () => {
  expect(perMille("120", "250")).toBe(480);
  expect(perMille("300", "250")).toBe(1000);
  expect(perMille("-3", "250")).toBe(0);
  expect(perMille("3", "0")).toBe(0);
});

test("nothing is nothing in any spelling", () => {
  expect(isZero("0.000")).toBe(true);
  expect(isZero("")).toBe(true);
  expect(isZero("0.001")).toBe(false);
});
