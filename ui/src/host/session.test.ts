import { beforeEach, expect, test } from "vitest";
import { drop, enter, present, session } from "./session";
import type { Session } from "./types";

const person = (name: string, id = name): Session => ({
  session: id,
  person: name,
  name,
  roles: ["operator"],
});

beforeEach(() => {
  session.set(null);
  present.set([]);
});

test("who comes acts, and who was there stays", () => {
  enter(person("Anna"));
  enter(person("Bo"));

  expect(session.get()?.name).toBe("Bo");
  expect(present.get().map(({ name }) => name)).toEqual(["Anna", "Bo"]);
});

test("who comes again has one session", () => {
  enter(person("Anna", "first"));

  expect(enter(person("Anna", "second"))?.session).toBe("first");
  expect(present.get()).toHaveLength(1);
});

test("nobody acts in place of who left", () => {
  enter(person("Anna"));
  const bo = person("Bo");
  enter(bo);

  drop(bo);

  expect(session.get()).toBeNull();
  expect(present.get().map(({ name }) => name)).toEqual(["Anna"]);
});
