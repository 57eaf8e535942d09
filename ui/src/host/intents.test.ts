import { expect, test } from "vitest";
import { Intents } from "./intents";

test("a wish that got no answer keeps its request id, so that it is recorded once", () => {
  const intents = new Intents();
  const first = intents.requestFor("report 1");
  intents.silent("report 1", first);

  expect(intents.requestFor("report 1")).toBe(first);
});

test("another wish, or the same one after an answer, is a new request", () => {
  const intents = new Intents();
  const first = intents.requestFor("report 1");
  intents.silent("report 1", first);

  expect(intents.requestFor("report 2")).not.toBe(first);
  intents.answered();
  expect(intents.requestFor("report 1")).not.toBe(first);
});
