import { expect, test } from "vitest";
import { mintRequest } from "./request";
import { readEvents } from "./sse";

test("a request id is a UUID of version 7 that begins with its time", () => {
  const id = mintRequest(0x0199_1234_5678);

  expect(id).toMatch(/^01991234-5678-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(mintRequest()).not.toBe(mintRequest());
});

test("events split anywhere arrive whole and once", () => {
  const stream = 'data: {"a":1}\n\n: alive\n\ndata: {"b":\ndata: 2}\n\n';
  for (let cut = 0; cut <= stream.length; cut++) {
    const first = readEvents("", stream.slice(0, cut));
    const second = readEvents(first.rest, stream.slice(cut));

    expect([...first.data, ...second.data]).toEqual(['{"a":1}', '{"b":\n2}']);
    expect(second.rest).toBe("");
  }
});
