/** One place every code arrives at, whether a driver read it or a keyboard typed it. */

/** A code as read. */
export interface Code {
  text: string;
  symbology?: string;
  /** Whether keys typed it: a keyboard scanner, or somebody as fast as one. */
  typed?: boolean;
}

/** Takes codes in. */
export type Taker = (code: Code) => void;

const takers: Taker[] = [];

const hearers: (() => void)[] = [];

/** Hears that a code was read, whoever takes it, until the returned function is called. */
export function takenCodes(hearer: () => void): () => void {
  hearers.push(hearer);
  return () => {
    const index = hearers.indexOf(hearer);
    if (index >= 0) hearers.splice(index, 1);
  };
}

/** Hands a code to the taker registered last: the dialog before the screen before the frame. */
export function deliver(code: Code): boolean {
  for (const hearer of hearers) hearer();
  const taker = takers.at(-1);
  taker?.(code);
  return taker !== undefined;
}

/** Registers a taker until the returned function is called. */
export function takeCodes(taker: Taker): () => void {
  takers.push(taker);
  return () => {
    const index = takers.lastIndexOf(taker);
    if (index >= 0) takers.splice(index, 1);
  };
}
