import { expect, test } from "vitest";
import type { ExceptionRow, ExceptionsView, Role, Session } from "../host/types";
import { ownCount, ownRows } from "./open";

const row = (event: string, owner: Role): ExceptionRow => ({
  event,
  subject: "MO-1 / 20",
  sentence: "more was reported than ordered",
  owner,
  at: "2026-03-02T13:42:00Z",
  who: null,
  station: "7F3A-91C2",
});
const person = (...roles: Role[]): Session => ({ session: "s", person: "p", name: "Kim", roles });
const shown: ExceptionsView = {
  exceptions: [row("a", "supervisor"), row("b", "quality"), row("c", "supervisor")],
  more: false,
};

test("each person is counted what is theirs to settle", () => {
  expect(ownCount(shown, person("operator", "supervisor"))).toBe("2");
  expect(ownRows(shown, person("quality")).map(({ event }) => event)).toEqual(["b"]);
});

test("nothing of one's own shows no count at all", () => {
  expect(ownCount(shown, person("operator"))).toBeNull();
  expect(ownCount(shown, null)).toBeNull();
});

test("where there are more than are shown the count says so", () => {
  expect(ownCount({ ...shown, more: true }, person("quality"))).toBe("1+");
});
