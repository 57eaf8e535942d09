import { expect, test } from "vitest";
import { type PadKey, pressPad, type Typing } from "./keypad";

const pressed = (from: Typing, ...keys: PadKey[]) => keys.reduce(pressPad, from).text;
const empty = { text: "", fresh: false };
const suggested = { text: "250", fresh: true };

test("the first digit replaces a suggestion, the next ones add to it", () => {
  expect(pressed(suggested, "5", "0")).toBe("50");
});

test("one more and ten more count from nothing, not from the suggestion", () => {
  expect(pressed(suggested, "+1", "+10", "+1")).toBe("12");
  expect(pressed(empty, "1", ".", "5", "+10")).toBe("11.5");
});

test("a number has one point and no leading nought", () => {
  expect(pressed(empty, ".", "5", ".", "5")).toBe("0.55");
  expect(pressed(empty, "0", "0", "7")).toBe("7");
});

test("back takes one character, or the whole suggestion", () => {
  expect(pressed(empty, "1", "2", "back")).toBe("1");
  expect(pressed(suggested, "back")).toBe("");
  expect(pressed(empty, "1", "clear")).toBe("");
});
