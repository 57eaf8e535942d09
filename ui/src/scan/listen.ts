import { settings } from "../parts/settings";
import { deliver } from "./bus";
import { type Burst, GAP_MS_MAX, press, QUIET, settle } from "./wedge";

/** A field as it was before a scanner typed into it. */
interface Before {
  field: HTMLInputElement | HTMLTextAreaElement;
  value: string;
}

/** Reads every key of the window. Codes go to the bus, keys a person typed to `typed`. */
export function listenToKeys(typed: (key: string) => void): () => void {
  let burst: Burst = QUIET;
  let before: Before | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const scanned = (text: string) => {
    if (before) restore(before);
    before = null;
    deliver({ text });
  };
  const wentQuiet = () => {
    const ended = settle(burst, settings.get().scanPrefix);
    burst = QUIET;
    if ("scan" in ended) scanned(ended.scan);
    else if (!isTyping(document.activeElement)) ended.typed.forEach(typed);
    before = null;
  };
  const onKey = (event: KeyboardEvent) => {
    const given = { key: event.key, ctrl: event.ctrlKey, at: event.timeStamp };
    const [next, outcome] = press(burst, given, settings.get().scanPrefix);
    burst = next;
    clearTimeout(timer);
    if (next.text !== "") timer = setTimeout(wentQuiet, GAP_MS_MAX + 10);
    if (outcome.kind === "perhaps" && outcome.first) before = snapshot(document.activeElement);
    if (outcome.kind === "swallow" || outcome.kind === "scan") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (outcome.kind === "scan") scanned(outcome.text);
  };
  window.addEventListener("keydown", onKey, { capture: true });
  return () => window.removeEventListener("keydown", onKey, { capture: true });
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
    return { field: element, value: element.value };
  }
  return null;
}

/** Writes the way a person would, so that React notices. */
function restore({ field, value }: Before): void {
  if (field.value === value) return;
  const prototype = Object.getPrototypeOf(field) as object;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
