// Writes src/bindings/schema.ts from the core's openapi.json, or compares with --check.
// usage: npm run bindings -- OPENAPI_JSON [--check]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapi, { astToString } from "openapi-typescript";

const TARGET = new URL("../src/bindings/schema.ts", import.meta.url);
const args = process.argv.slice(2);
const source = args.find((arg) => !arg.startsWith("--"));
if (!source || !existsSync(source)) {
  console.error("usage: npm run bindings -- OPENAPI_JSON [--check]");
  process.exit(2);
}
const written = astToString(await openapi(JSON.parse(readFileSync(source, "utf8"))));
if (!args.includes("--check")) {
  writeFileSync(TARGET, written);
  console.log("src/bindings/schema.ts is written");
} else if (readFileSync(TARGET, "utf8") === written) {
  console.log("src/bindings/schema.ts agrees with the core");
} else {
  console.error("src/bindings/schema.ts differs: run npm run bindings -- OPENAPI_JSON");
  process.exit(1);
}
