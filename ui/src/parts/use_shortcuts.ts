import { useEffect, useRef } from "react";
import { isTyping, listenToKeys } from "../scan/listen";
import { word } from "../words/words";
import { tell } from "./notice";
import { belongsToFocus, type ShortcutId, shortcutFor, waitsForQuiet } from "./shortcuts";
import { createStore } from "./store";

/** What a screen lets its keys do; a missing or null entry does nothing now. */
export type Offers = Partial<Record<ShortcutId, (() => void) | null>>;

/** Offers of everything on screen, the topmost last. */
export const offered = createStore<readonly { current: Offers }[]>([]);

/** Offers shortcuts while the calling part is on screen. */
export function useShortcuts(offers: Offers): void {
  const current = useRef(offers);
  useEffect(() => {
    current.current = offers;
  });
  useEffect(() => {
    offered.set([...offered.get(), current]);
    return () => offered.set(offered.get().filter((entry) => entry !== current));
  }, []);
}

/** Does what a key means on the topmost part that offers it. */
export function doKey(key: string): boolean {
  for (const { current } of offered.get().toReversed()) {
    const active = Object.keys(current).filter(
      (id) => current[id as ShortcutId] != null,
    ) as ShortcutId[];
    const id = shortcutFor(key, active);
    if (id === null) continue;
    current[id]?.();
    return true;
  }
  return false;
}

/** Listens for scans and shortcuts in the whole window. */
export function startKeys(): () => void {
  // A dialog that closes at a key is gone before the window hears of that key.
  let meantForDialog = false;
  const onPress = () => {
    meantForDialog = inDialog();
  };
  window.addEventListener("keydown", onPress, true);
  const stopScans = listenToKeys({
    typed: (key) => {
      if (!meantForDialog && !inDialog() && !keptByFocus(key)) doKey(key);
    },
    cut: () => tell("attention", word("scan.cut")),
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (waitsForQuiet(event.key)) return;
    if (meantForDialog || inDialog()) return;
    if (isTyping(document.activeElement) && !/^(F\d+|Escape)$/.test(event.key)) return;
    if (keptByFocus(event.key)) return;
    if (doKey(event.key)) event.preventDefault();
  };
  window.addEventListener("keydown", onKey);
  return () => {
    stopScans();
    window.removeEventListener("keydown", onPress, true);
    window.removeEventListener("keydown", onKey);
  };
}

/** An open dialog keeps all keys to itself. */
function inDialog(): boolean {
  return document.querySelector("[role=dialog][aria-modal=true]") !== null;
}

/** Enter and Space press the focused button rather than the screen's main one. */
function keptByFocus(key: string): boolean {
  if (!belongsToFocus(key)) return false;
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.closest("button, a, [role=button]") !== null;
}
