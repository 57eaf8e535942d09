import { expect, test } from "vitest";
import { english } from "../words/en";
import { SHORTCUTS, type ShortcutId, shortcutFor } from "./shortcuts";

const ids = Object.keys(SHORTCUTS) as ShortcutId[];

test("within one place no key means two things", () => {
  for (const place of new Set(ids.map((id) => SHORTCUTS[id].place))) {
    const here = ids.filter((id) => [place, "everywhere"].includes(SHORTCUTS[id].place));
    const keys = here.flatMap((id) => [...SHORTCUTS[id].keys]);

    expect(new Set(keys).size, place).toBe(keys.length);
  }
});

test("every shortcut says in words what it does", () => {
  for (const id of ids) expect(english[SHORTCUTS[id].does], id).toBeTruthy();
});

test("a key means only what the screen offers", () => {
  expect(shortcutFor("F8", ["back", "report"])).toBe("report");
  expect(shortcutFor("F8", ["back"])).toBeNull();
  expect(shortcutFor(" ", ["run"])).toBe("run");
});
