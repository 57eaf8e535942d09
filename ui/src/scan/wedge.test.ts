import { expect, test } from "vitest";
import { type Outcome, press, QUIET, type Scanner, settle } from "./wedge";

const plain: Scanner = { prefix: "", ends: true };
const prefixed: Scanner = { prefix: "~", ends: true };
const endless: Scanner = { prefix: "", ends: false };

/** Presses keys with the given pauses before them; the last pause holds for the rest. */
function typed(keys: string[], pauses: number[], scanner: Scanner = plain) {
  let run = QUIET;
  let at = 0;
  const outcomes: Outcome[] = [];
  keys.forEach((key, index) => {
    at += pauses[Math.min(index, pauses.length - 1)] ?? 0;
    const [next, outcome] = press(run, { key, ctrl: false, at }, scanner);
    run = next;
    outcomes.push(outcome);
  });
  return { run, outcomes, last: outcomes.at(-1) };
}

test("a burst with Enter is a code, of three characters too", () => {
  expect(typed([..."LOT-771", "Enter"], [8]).last).toEqual({ kind: "scan", text: "LOT-771" });
  expect(typed([..."L-7", "Enter"], [8]).last).toEqual({ kind: "scan", text: "L-7" });
});

test.each([80, 120, 200])("a person's typing every %i ms is no code, however long", (pause) => {
  const { outcomes } = typed([..."LOT-771 AND MORE OF IT", "Enter"], [pause]);

  expect(outcomes.every(({ kind }) => kind === "perhaps" || kind === "pass")).toBe(true);
});

test("a person who rolls over keys now and then types no code", () => {
  const { outcomes } = typed([..."LOT-771 AND", "Enter"], [0, 30, 110, 30, 120, 30, 130, 140]);

  expect(outcomes.every(({ kind }) => kind === "perhaps" || kind === "pass")).toBe(true);
});

test("a machine that holds a key up does not cut the code in two", () => {
  const late = [0, 90, 5, 5, 5, 5, 5, 5];

  expect(typed([..."LOT-771", "Enter"], late).last).toEqual({ kind: "scan", text: "LOT-771" });
  expect(typed([..."LOT-771", "Enter"], [0, 5, 5, 5, 5, 280, 5, 5]).last).toEqual({
    kind: "scan",
    text: "LOT-771",
  });
});

test("from the fourth character on nothing reaches the page", () => {
  const kinds = typed([..."ABCDE"], [5]).outcomes.map(({ kind }) => kind);

  expect(kinds).toEqual(["perhaps", "perhaps", "perhaps", "swallow", "swallow"]);
});

test("a code without its Enter is cut off and never taken for a whole one", () => {
  const { run } = typed([..."LOT-77"], [5]);

  expect(settle(run, plain)).toEqual({ cut: "LOT-77" });
  expect(settle(run, endless)).toEqual({ scan: "LOT-77" });
  expect(settle(typed([..."jk"], [20]).run, plain)).toBeNull();
});

test("with a prefix the first key is kept from the page and the prefix is taken off", () => {
  const { outcomes, last } = typed([..."~A1", "Enter"], [5], prefixed);

  expect(outcomes[0]).toEqual({ kind: "swallow" });
  expect(last).toEqual({ kind: "scan", text: "A1" });
});

test("with a prefix quick typing without it is typing", () => {
  expect(typed([..."ABCDEF", "Enter"], [5], prefixed).last).toEqual({ kind: "pass" });
});

test("shift does not interrupt, and Ctrl+] is the GS1 separator", () => {
  let { run } = typed(["1", "0", "Shift", "A"], [5]);
  [run] = press(run, { key: "]", ctrl: true, at: 22 }, plain);

  const [, outcome] = press(run, { key: "Enter", ctrl: false, at: 25 }, plain);

  expect(outcome).toEqual({ kind: "scan", text: "10A\u001d" });
});

test("Enter long after belongs to the page", () => {
  const { run } = typed([..."ABCD"], [5]);

  const [, outcome] = press(run, { key: "Enter", ctrl: false, at: 900 }, plain);

  expect(outcome).toEqual({ kind: "pass" });
});
