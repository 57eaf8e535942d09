/** One place every code arrives at, whether a driver read it or a keyboard typed it. */

/** A code as read. */
export interface Code {
  text: string;
  symbology?: string;
}

/** Takes codes in. */
export type Taker = (code: Code) => void;

const takers: Taker[] = [];

/** Hands a code to the taker registered last: the dialog before the screen before the frame. */
export function deliver(code: Code): boolean {
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
