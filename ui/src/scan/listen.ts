import { settings } from "../parts/settings";
import { deliver } from "./bus";
import {
  END_MS_MAX,
  isCode,
  press,
  QUICK_MS_MAX,
  QUIET,
  type Run,
  type Scanner,
  settle,
} from "./wedge";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A field as it was before a scanner typed into it. */
interface Before {
  field: Field;
  value: string;
}

/** What becomes of keys that are no code. */
export interface Keys {
  /** A person typed this key, and no field wanted it. */
  typed(key: string): void;
  /** A code came without its end and no field wanted its text. */
  cut(): void;
}

/** Reads every key of the window. Codes go to the bus, everything else stays with the page. */
export function listenToKeys(keys: Keys): () => void {
  let run: Run = QUIET;
  let before: Before | null = null;
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const scanned = (text: string) => {
    if (before) write(before.field, before.value);
    deliver({ text, typed: true });
  };
  const quiet = () => {
    for (const key of waiting.splice(0)) keys.typed(key);
  };
  const overdue = () => {
    const ended = settle(run, scanner());
    run = QUIET;
    if (ended && "scan" in ended) scanned(ended.scan);
    else if (ended && before) write(before.field, before.value + ended.cut);
    else if (ended) keys.cut();
  };
  const onKey = (event: KeyboardEvent) => {
    const given = { key: event.key, ctrl: event.ctrlKey, at: event.timeStamp };
    const [next, outcome] = press(run, given, scanner());
    if (run.text === "" || next.text.length === 1) before = snapshot(document.activeElement);
    run = next;
    clearTimeout(timer);
    if (outcome.kind === "perhaps") {
      if (!isTyping(document.activeElement) && !event.metaKey) waiting.push(event.key);
      timer = setTimeout(quiet, QUICK_MS_MAX + 10);
    }
    if (outcome.kind === "pass" || outcome.kind === "perhaps") return;
    waiting = [];
    event.preventDefault();
    event.stopImmediatePropagation();
    if (outcome.kind === "scan") scanned(outcome.text);
    else if (isCode(run, scanner())) timer = setTimeout(overdue, END_MS_MAX + 10);
  };
  window.addEventListener("keydown", onKey, { capture: true });
  return () => window.removeEventListener("keydown", onKey, { capture: true });
}

function scanner(): Scanner {
  const { scanPrefix, scanEnds } = settings.get();
  return { prefix: scanPrefix, ends: scanEnds };
}

/** Whether keys belong to a field a person writes in. */
export function isTyping(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) {
    return !["button", "checkbox", "radio", "range", "file"].includes(element.type);
  }
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

function snapshot(element: Element | null): Before | null {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
    return isTyping(element) ? { field: element, value: element.value } : null;
  }
  return null;
}

/** Writes the way a person would, so that React notices. */
function write(field: Field, value: string): void {
  if (field.value === value) return;
  const prototype = Object.getPrototypeOf(field) as object;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
