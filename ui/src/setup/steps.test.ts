import { expect, test } from "vitest";
import { stepsShown } from "./steps";

test("before it is tried no step has gone well or failed", () => {
  expect(stepsShown(null).map(({ tone }) => tone)).toEqual(Array(5).fill("neutral"));
});

test("the step that failed stands between what went well and what was not tried", () => {
  const shown = stepsShown({ done: ["code_read", "reachable"], failed: "trusted" });

  expect(shown.map(({ tone }) => tone)).toEqual(["good", "good", "alarm", "neutral", "neutral"]);
  expect(shown[2]?.step).toBe("trusted");
});
