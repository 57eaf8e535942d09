import { expect, test } from "vitest";
import type { JobCard, JobListView } from "../host/types";
import { isMove, moveOf, nudge } from "./moves";

const card = (job: string, readiness: JobCard["readiness"] = "ready") =>
  ({ job, readiness, status: "dispatched", head: `head-${job}` }) as JobCard;
const list = {
  work_unit: { id: "laser", key: "L", name: "Laser" },
  jobs: [card("a", "running"), card("b"), card("c"), card("d")],
} as JobListView;

test("a move carries what the person had seen", () => {
  expect(moveOf(card("b"), { workUnit: "laser", before: null })).toEqual({
    do: "dispatch",
    work_unit: "laser",
    before: null,
    seen: "head-b",
  });
});

test("up is before the one above, down is before the one after the next", () => {
  expect(nudge(list, "c", -1)).toEqual({ workUnit: "laser", before: "b" });
  expect(nudge(list, "b", 1)).toEqual({ workUnit: "laser", before: "d" });
  expect(nudge(list, "c", 1)).toEqual({ workUnit: "laser", before: null });
});

test("nothing moves past the ends or a running job", () => {
  expect(nudge(list, "d", 1)).toBeNull();
  expect(nudge(list, "b", -1)).toBeNull();
  expect(nudge(list, "a", 1)).toBeNull();
  expect(nudge(list, "z", 1)).toBeNull();
});

test("a drop where it already lies is no move", () => {
  expect(isMove(list, "b", "b")).toBe(false);
  expect(isMove(list, "b", "c")).toBe(false);
  expect(isMove(list, "d", null)).toBe(false);
  expect(isMove(list, "b", null)).toBe(true);
  expect(isMove(list, "from elsewhere", "b")).toBe(true);
});
