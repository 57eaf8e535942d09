import { useEffect } from "react";
import { present } from "../host/session";
import { useHost } from "../host/views";
import { leftMs } from "../parts/idle";
import { tell } from "../parts/notice";
import { settings } from "../parts/settings";
import { useStore } from "../parts/store";
import { takenCodes } from "../scan/bus";
import { word } from "../words/words";
import { leaveAll } from "./signing";

/** What shows that somebody is there. */
const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;

/** Signs everyone out of a screen that was left alone. What runs goes on. */
export function useIdle(): void {
  const host = useHost();
  const empty = useStore(present).length === 0;
  const { idleMinutes } = useStore(settings);
  useEffect(() => {
    if (empty) return;
    let touchedAt = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touch = () => {
      touchedAt = Date.now();
    };
    const look = () => {
      const left = leftMs(touchedAt, Date.now(), idleMinutes);
      if (left === null) return;
      if (left > 0) {
        timer = setTimeout(look, left);
        return;
      }
      void leaveAll(host).then(() =>
        tell("attention", word("idle.left", { minutes: idleMinutes })),
      );
    };
    for (const event of TOUCHES) window.addEventListener(event, touch, { capture: true });
    const stopCodes = takenCodes(touch);
    look();
    return () => {
      clearTimeout(timer);
      stopCodes();
      for (const event of TOUCHES) window.removeEventListener(event, touch, { capture: true });
    };
  }, [host, empty, idleMinutes]);
}
