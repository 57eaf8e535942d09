import { expect, test } from "vitest";
import { base64, readFiles, totalBytes } from "./files";

test("every byte arrives, in files longer than one piece too", async () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256);

  const back = Uint8Array.from(atob(base64(bytes)), (char) => char.charCodeAt(0));

  expect(back).toEqual(bytes);
});

test("files keep their names and order", async () => {
  const files = [new File(["a;b"], "orders.csv"), new File([""], "empty.csv")];

  expect(await readFiles(files)).toEqual([
    { name: "orders.csv", content_base64: "YTti" },
    { name: "empty.csv", content_base64: "" },
  ]);
  expect(totalBytes(files)).toBe(3);
});
