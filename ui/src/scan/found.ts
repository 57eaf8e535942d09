import { useEffect, useRef } from "react";
import type { Host } from "../host/host";
import type { Found } from "../host/types";
import { tellFailure } from "../parts/notice";
import { type Code, takeCodes } from "./bus";

/** Takes what a code means; false leaves it to whoever is below. */
export type FoundTaker = (found: Found) => boolean;

const takers: { current: FoundTaker }[] = [];
let turn: Promise<void> = Promise.resolve();

/** Asks the core what every code means, one after the other, and offers the answer around. */
export function resolveCodes(host: Host): () => void {
  return takeCodes((code) => {
    turn = turn.then(() => resolve(host, code));
  });
}

/** Asks the core what a typed code means, the same way as a scanned one. */
export function resolve(host: Host, { text, symbology }: Code): Promise<void> {
  const code = symbology === undefined ? { text } : { text, symbology };
  return host.call("find_scan", code).then(offer, tellFailure);
}

function offer(found: Found): void {
  for (const { current } of takers.toReversed()) if (current(found)) return;
}

/** Takes scans while the calling part is on screen; nothing needs the focus. */
export function useFound(taker: FoundTaker): void {
  const current = useRef(taker);
  useEffect(() => {
    current.current = taker;
  });
  useEffect(() => {
    takers.push(current);
    return () => {
      takers.splice(takers.indexOf(current), 1);
    };
  }, []);
}
