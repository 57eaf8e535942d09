import { HostFailure } from "../host/host";
import type { Gate } from "../host/types";
import { sentence, word } from "../words/words";
import { play, type Sound } from "./sounds";
import { createStore } from "./store";

/** What the last action came to, seen and heard. */
export interface Notice {
  id: number;
  sound: Sound;
  text: string;
  gates: Gate[];
  undo: (() => void) | null;
}

/** How long good news stays, in milliseconds. A refusal stays until something else happens. */
const ACCEPT_MS = 4_000;
/** How long it stays where it offers an undo: long enough to notice the slip and reach the button. */
const UNDO_MS = 10_000;

/** The notice on screen. */
export const notice = createStore<Notice | null>(null);
let count = 0;

/** Shows and sounds a notice. */
export function tell(sound: Sound, text: string, more: Partial<Notice> = {}): void {
  count += 1;
  const shown = { id: count, sound, text, gates: [], undo: null, ...more };
  notice.set(shown);
  play(sound);
  if (sound === "accept") {
    setTimeout(() => dismiss(shown.id), shown.undo ? UNDO_MS : ACCEPT_MS);
  }
}

/** Takes a notice away if it is still the one on screen. */
export function dismiss(id: number): void {
  if (notice.get()?.id === id) notice.set(null);
}

/** Takes a refusal away: what it told of is over. */
export function settle(): void {
  if (notice.get()?.sound === "reject") notice.set(null);
}

/** The sentence of whatever was thrown. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof HostFailure) return thrown.failure.sentence;
  return word("link.no_answer");
}

/** Tells of a failure in the core's words. */
export function tellFailure(thrown: unknown): void {
  const gates = thrown instanceof HostFailure ? (thrown.failure.gates ?? []) : [];
  tell("reject", sentence(sentenceOf(thrown)), { gates });
}
