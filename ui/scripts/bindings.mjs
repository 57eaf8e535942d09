// Writes src/bindings/schema.ts from the core's openapi.json, or compares with --check.
// The document comes from a file or from standard input.
// usage: npm run bindings -- [OPENAPI_JSON] [--check]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import openapi, { astToString } from "openapi-typescript";

const TARGET = new URL("../src/bindings/schema.ts", import.meta.url);
const args = process.argv.slice(2);
const source = args.find((arg) => !arg.startsWith("--"));
if (source && !existsSync(source)) {
  console.error(`${source} is not there. usage: npm run bindings -- [OPENAPI_JSON] [--check]`);
  process.exit(2);
}
const document = source ? readFileSync(source, "utf8") : await text(process.stdin);
const written = astToString(await openapi(JSON.parse(document)));
if (!args.includes("--check")) {
  writeFileSync(TARGET, written);
  console.log("src/bindings/schema.ts is written");
} else if (readFileSync(TARGET, "utf8") === written) {
  console.log("src/bindings/schema.ts agrees with the core");
} else {
  console.error("src/bindings/schema.ts differs: run npm run bindings -- OPENAPI_JSON");
  process.exit(1);
}
