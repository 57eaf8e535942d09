import { expect, test } from "vitest";
import { type Outcome, press, QUIET, settle } from "./wedge";

/** Presses keys `gap` milliseconds apart. */
function typed(keys: string[], gap: number, prefix = "") {
  let burst = QUIET;
  const outcomes: Outcome[] = [];
  keys.forEach((key, index) => {
    const [next, outcome] = press(burst, { key, ctrl: false, at: index * gap }, prefix);
    burst = next;
    outcomes.push(outcome);
  });
  return { burst, outcomes, last: outcomes.at(-1) };
}

test("a burst with Enter is a code", () => {
  const { last } = typed([..."LOT-771", "Enter"], 8);

  expect(last).toEqual({ kind: "scan", text: "LOT-771" });
});

test("a person's typing is no code, however long", () => {
  const { outcomes } = typed([..."LOT-771", "Enter"], 120);

  expect(outcomes.some((outcome) => outcome.kind === "scan" || outcome.kind === "swallow")).toBe(
    false,
  );
});

test("from the fourth character on nothing reaches the page", () => {
  const { outcomes } = typed([..."ABCDE"], 5);

  expect(outcomes.map((outcome) => outcome.kind)).toEqual([
    "perhaps",
    "perhaps",
    "perhaps",
    "swallow",
    "swallow",
  ]);
});

test("only the first key of a burst marks where a field has to be restored to", () => {
  const { outcomes } = typed([..."AB"], 5);

  expect(outcomes).toEqual([
    { kind: "perhaps", first: true },
    { kind: "perhaps", first: false },
  ]);
});

test("two keys rolled over stay what they are", () => {
  const { burst } = typed([..."jk"], 20);

  expect(settle(burst, "")).toEqual({ typed: ["j", "k"] });
});

test("a code of three characters needs its Enter", () => {
  expect(typed([..."L-7", "Enter"], 5).last).toEqual({ kind: "scan", text: "L-7" });
  expect(settle(typed([..."L-7"], 5).burst, "")).toEqual({ typed: ["L", "-", "7"] });
});

test("a code without a final Enter ends by the silence after it", () => {
  const { burst } = typed([..."4006381333931"], 10);

  expect(settle(burst, "")).toEqual({ scan: "4006381333931" });
});

test("with a prefix the first key is kept from the page and the prefix is taken off", () => {
  const { outcomes, last } = typed([..."~A1", "Enter"], 5, "~");

  expect(outcomes[0]).toEqual({ kind: "swallow" });
  expect(last).toEqual({ kind: "scan", text: "A1" });
});

test("with a prefix quick typing without it is typing", () => {
  const { last } = typed([..."ABCDEF", "Enter"], 5, "~");

  expect(last).toEqual({ kind: "pass" });
});

test("shift does not interrupt, and Ctrl+] is the GS1 separator", () => {
  let burst = QUIET;
  for (const [index, key] of ["1", "0", "Shift", "A"].entries()) {
    [burst] = press(burst, { key, ctrl: false, at: index * 5 }, "");
  }
  [burst] = press(burst, { key: "]", ctrl: true, at: 22 }, "");
  const [, outcome] = press(burst, { key: "Enter", ctrl: false, at: 25 }, "");

  expect(outcome).toEqual({ kind: "scan", text: "10A\u001d" });
});

test("Enter after a pause belongs to the page", () => {
  const { burst } = typed([..."ABCD"], 5);

  const [, outcome] = press(burst, { key: "Enter", ctrl: false, at: 500 }, "");

  expect(outcome).toEqual({ kind: "pass" });
});
