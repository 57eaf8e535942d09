/** A scanner that types: bursts of keys told apart from a person by their timing. */

/** Longest pause between two keys of a scanner, in milliseconds. People take 80 and more. */
export const QUICK_MS_MAX = 50;
/** Longest pause that does not end a run of keys: a busy machine may hold up a few of them. */
export const RUN_MS_MAX = 150;
/** How long a code may wait for its final Enter before it counts as cut off. */
export const END_MS_MAX = 300;
/** Quick pauses that prove a scanner; people roll over two or three keys. */
const QUICK_MIN = 3;
/** Slow pauses allowed for so many quick ones. */
const QUICK_PER_SLOW = 4;
/** Most characters of one code: a GS1 Data Matrix holds 2,335. */
const CODE_CHARS_MAX = 2_400;
/** GS1 separator, which keyboards send as Ctrl+]. */
const SEPARATOR = "\u001d";

/** How the scanner of a station is set. */
export interface Scanner {
  /** What it types before a code; empty when nothing. */
  prefix: string;
  /** Whether it types Enter or Tab after a code. */
  ends: boolean;
}

/** One key press. */
export interface Press {
  /** As the browser names it: a character, or Enter, Tab, F1. */
  key: string;
  ctrl: boolean;
  /** Milliseconds on any steady clock. */
  at: number;
}

/** Keys in a row, with their pauses. */
export interface Run {
  text: string;
  lastAt: number;
  quick: number;
  slow: number;
}

/** What a press means for the page. */
export type Outcome =
  | { kind: "pass" }
  /** Perhaps the start of a code: the page gets it, a shortcut has to wait. */
  | { kind: "perhaps" }
  /** Part of a code: keep it from the page. */
  | { kind: "swallow" }
  | { kind: "scan"; text: string };

/** No keys yet. */
export const QUIET: Run = { text: "", lastAt: Number.NEGATIVE_INFINITY, quick: 0, slow: 0 };

/** Takes one press in. */
export function press(run: Run, given: Press, scanner: Scanner): [Run, Outcome] {
  const character = characterOf(given);
  if (character === null) return finish(run, given, scanner);
  const limit = isCode(run, scanner) ? END_MS_MAX : RUN_MS_MAX;
  const goesOn = given.at - run.lastAt <= limit;
  const next = goesOn
    ? longer(run, character, given.at)
    : { ...QUIET, text: character, lastAt: given.at };
  if (isCode(next, scanner)) return [next, { kind: "swallow" }];
  return [next, { kind: "perhaps" }];
}

/** What a run without an end comes to: a code of a scanner without Enter, or one cut off. */
export function settle(run: Run, scanner: Scanner): { scan: string } | { cut: string } | null {
  if (!isCode(run, scanner)) return null;
  return scanner.ends ? { cut: run.text } : { scan: run.text.slice(scanner.prefix.length) };
}

/** Whether a run can only come from a scanner. */
export function isCode({ text, quick, slow }: Run, { prefix }: Scanner): boolean {
  if (prefix !== "") return text.startsWith(prefix);
  return quick >= QUICK_MIN && slow * QUICK_PER_SLOW <= quick + 1;
}

function longer(run: Run, character: string, at: number): Run {
  const isQuick = at - run.lastAt <= QUICK_MS_MAX;
  return {
    text: (run.text + character).slice(0, CODE_CHARS_MAX),
    lastAt: at,
    quick: run.quick + (isQuick ? 1 : 0),
    slow: run.slow + (isQuick ? 0 : 1),
  };
}

function finish(run: Run, given: Press, scanner: Scanner): [Run, Outcome] {
  if (given.key === "Shift") return [run, { kind: "pass" }];
  const ended = longer(run, "", given.at);
  const inTime = given.at - run.lastAt <= END_MS_MAX;
  const isEnd = given.key === "Enter" || given.key === "Tab";
  const text = run.text.slice(scanner.prefix.length);
  if (isEnd && inTime && text !== "" && isCode(ended, scanner))
    return [QUIET, { kind: "scan", text }];
  return [QUIET, { kind: "pass" }];
}

function characterOf(given: Press): string | null {
  if (given.ctrl) return given.key === "]" ? SEPARATOR : null;
  return [...given.key].length === 1 ? given.key : null;
}
