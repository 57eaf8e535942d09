/** A scanner that types: bursts of keys told apart from a person by their timing. */

/** Longest pause within a burst, in milliseconds. Scanners type every 1 to 30, people every 80 or more. */
export const GAP_MS_MAX = 50;
/** Fewest characters that make a burst; people roll over two or three keys. */
export const BURST_CHARS_MIN = 4;
/** Fewest characters of a code that ends with Enter: nobody rolls over three keys and Enter. */
export const ENDED_CHARS_MIN = 3;
/** Most characters of one code: a GS1 Data Matrix holds 2,335. */
export const BURST_CHARS_MAX = 2_400;
/** GS1 separator, which keyboards send as Ctrl+]. */
const SEPARATOR = "\u001d";

/** One key press. */
export interface Press {
  /** As the browser names it: a character, or Enter, Tab, F1. */
  key: string;
  ctrl: boolean;
  /** Milliseconds on any steady clock. */
  at: number;
}

/** What has been typed without a pause. */
export interface Burst {
  text: string;
  lastAt: number;
}

/** What a press means for the page. */
export type Outcome =
  | { kind: "pass" }
  /** Perhaps the start of a code: the page gets it, a shortcut has to wait. */
  | { kind: "perhaps"; first: boolean }
  /** Part of a code: keep it from the page. */
  | { kind: "swallow" }
  | { kind: "scan"; text: string };

/** No burst. */
export const QUIET: Burst = { text: "", lastAt: Number.NEGATIVE_INFINITY };

/** Takes one press in. */
export function press(burst: Burst, given: Press, prefix: string): [Burst, Outcome] {
  const quick = given.at - burst.lastAt <= GAP_MS_MAX;
  const character = characterOf(given);
  if (character === null) return finish(quick ? burst : QUIET, given, prefix);
  const text = quick ? burst.text + character : character;
  const next = { text: text.slice(0, BURST_CHARS_MAX), lastAt: given.at };
  if (isCode(text, prefix)) return [next, { kind: "swallow" }];
  return [next, { kind: "perhaps", first: !quick }];
}

/** Ends a burst that went quiet: a code without a final Enter, or keys a person typed. */
export function settle(burst: Burst, prefix: string): { scan: string } | { typed: string[] } {
  if (isWhole(burst.text, prefix, BURST_CHARS_MIN))
    return { scan: burst.text.slice(prefix.length) };
  return { typed: [...burst.text] };
}

function finish(burst: Burst, given: Press, prefix: string): [Burst, Outcome] {
  if (given.key === "Shift") return [burst, { kind: "pass" }];
  const ends = given.key === "Enter" || given.key === "Tab";
  if (ends && isWhole(burst.text, prefix, ENDED_CHARS_MIN)) {
    return [QUIET, { kind: "scan", text: burst.text.slice(prefix.length) }];
  }
  return [QUIET, { kind: "pass" }];
}

/** Whether what was typed so far can only come from a scanner. */
function isCode(text: string, prefix: string): boolean {
  if (prefix !== "") return text.startsWith(prefix);
  return text.length >= BURST_CHARS_MIN;
}

function isWhole(text: string, prefix: string, least: number): boolean {
  if (prefix !== "") return text.startsWith(prefix) && text.length > prefix.length;
  return text.length >= least;
}

function characterOf(given: Press): string | null {
  if (given.ctrl) return given.key === "]" ? SEPARATOR : null;
  return [...given.key].length === 1 ? given.key : null;
}
