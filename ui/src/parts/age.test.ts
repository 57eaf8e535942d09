import { expect, test } from "vitest";
import { ageSeconds, isStale, linkState } from "./age";

test("a core that answers is fresh, one that stops answering is silent", () => {
  const heard = { heardAt: 1_000, failing: false };

  expect(linkState(heard, 16_000, 0)).toBe("fresh");
  expect(linkState(heard, 16_001, 0)).toBe("silent");
});

test("a failing call shows at once", () => {
  expect(linkState({ heardAt: 1_000, failing: true }, 1_001, 0)).toBe("cut");
});

test("before the first answer the start counts", () => {
  const never = { heardAt: null, failing: false };

  expect(linkState(never, 1_000, 0)).toBe("fresh");
  expect(linkState(never, 20_000, 0)).toBe("silent");
});

test("a board is stale after thirty seconds and its age never negative", () => {
  expect(isStale(0, 30_000)).toBe(false);
  expect(isStale(0, 30_001)).toBe(true);
  expect(ageSeconds(5_000, 1_000)).toBe(0);
  expect(ageSeconds(0, 12_900)).toBe(12);
});
