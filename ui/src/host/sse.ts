/** Longest event kept while it is incomplete, in characters. A change is a few hundred. */
export const EVENT_CHARS_MAX = 65_536;

/** Events that `chunk` completes, and what is left over. Comments count as a sign of life only. */
export function readEvents(rest: string, chunk: string): { data: string[]; rest: string } {
  const blocks = (rest + chunk).replaceAll("\r\n", "\n").split("\n\n");
  const left = blocks.pop() ?? "";
  const data = blocks.map(dataOf).filter((text) => text !== "");
  return { data, rest: left.length > EVENT_CHARS_MAX ? "" : left };
}

function dataOf(block: string): string {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).replace(/^ /, ""))
    .join("\n");
}
