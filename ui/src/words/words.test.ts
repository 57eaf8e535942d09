import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { english } from "./en";
import { sentence, type WordId, word } from "./words";

const ids = Object.keys(english) as WordId[];

test("every message can be formatted", () => {
  const values = new Proxy({}, { get: () => 2, has: () => true });

  for (const id of ids) expect(word(id, values), id).not.toBe("");
});

test("plurals follow their number", () => {
  expect(word("import.count", { count: 1 })).toBe("1 file chosen");
  expect(word("import.count", { count: 3 })).toBe("3 files chosen");
});

test("the core's sentences begin with a capital, in any script", () => {
  expect(sentence("enter your PIN")).toBe("Enter your PIN");
  expect(sentence("")).toBe("");
});

test("no word is kept that no screen says", () => {
  const text = sources("src").join("\n");
  const said = (id: string) =>
    text.includes(`"${id}"`) ||
    text.includes(`\`${id.split(".")[0]}.`) ||
    text.includes(`\`${id.replace(/_[a-z]+(_[a-z]+)?$/, "_")}`);

  expect(ids.filter((id) => !said(id))).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !path.endsWith("en.ts")
      ? [readFileSync(path, "utf8")]
      : [];
  });
}
