import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeCodes } from "./bus";
import { listenToKeys } from "./listen";

let codes: string[] = [];
let typed: string[] = [];
let cuts = 0;
let stop: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  codes = [];
  typed = [];
  cuts = 0;
  stop = [
    listenToKeys({
      typed: (key) => typed.push(key),
      cut: () => {
        cuts += 1;
      },
    }),
    takeCodes(({ text }) => codes.push(text)),
  ];
  document.body.innerHTML = "<input id='field' value='12'><button id='ok'>OK</button>";
});

afterEach(() => {
  for (const end of stop) end();
  vi.useRealTimers();
});

/** Presses keys the way a browser does: what is not prevented reaches the focused field. */
function keys(pressed: string[]) {
  return pressed.map((key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(event);
    if (!event.defaultPrevented && target instanceof HTMLInputElement && key.length === 1) {
      target.value += key;
    }
    return event.defaultPrevented;
  });
}

const field = () => document.querySelector<HTMLInputElement>("#field");

test("a code typed into a field is taken out of it again", () => {
  field()?.focus();

  keys([..."LOT-771", "Enter"]);

  expect(codes).toEqual(["LOT-771"]);
  expect(field()?.value).toBe("12");
});

test("the Enter of a code does not press the focused button", () => {
  document.querySelector<HTMLButtonElement>("#ok")?.focus();

  expect(keys([..."LOT-771", "Enter"]).at(-1)).toBe(true);
});

test("a single key is a shortcut only once it is clear that no scanner typed it", () => {
  keys(["j"]);
  expect(typed).toEqual([]);

  vi.advanceTimersByTime(100);

  expect(typed).toEqual(["j"]);
  expect(codes).toEqual([]);
});

test("keys typed into a field are no shortcuts", () => {
  field()?.focus();
  keys(["j"]);

  vi.advanceTimersByTime(100);

  expect(typed).toEqual([]);
  expect(field()?.value).toBe("12j");
});

test("text that came as fast as a scan but without an end stays in its field", () => {
  field()?.focus();
  keys([..."345678"]);

  vi.advanceTimersByTime(1_000);

  expect(field()?.value).toBe("12345678");
  expect(codes).toEqual([]);
});

test("a code without an end and without a field is told, not taken", () => {
  document.querySelector<HTMLButtonElement>("#ok")?.focus();
  keys([..."LOT-7"]);

  vi.advanceTimersByTime(1_000);

  expect(cuts).toBe(1);
  expect(codes).toEqual([]);
  expect(typed).toEqual([]);
});
