// Fails when the built screens name any address outside their own host.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names of XML vocabularies, and the base relative addresses are read against: never fetched. */
const NAMES = [/^http:\/\/www\.w3\.org\//, /^http:\/\/localhost$/];

/** A word only the invented plant of `fake/` contains. */
const INVENTED = "Ji-woo Kim";

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const found = [];
for (const file of filesIn("dist").filter((name) => /\.(html|js|css|svg)$/.test(name))) {
  const text = readFileSync(file, "utf8");
  if (text.includes(INVENTED)) found.push(`${file}: the invented plant`);
  const addresses = text.match(/https?:\/\/[^\s"'`)\\<>]+/g) ?? [];
  for (const address of addresses) {
    if (!NAMES.some((name) => name.test(address))) found.push(`${file}: ${address}`);
  }
}
if (found.length > 0) {
  console.error(`dist holds what it must not:\n${[...new Set(found)].join("\n")}`);
  process.exit(1);
}
console.log("dist names no outside address and no invented plant");
