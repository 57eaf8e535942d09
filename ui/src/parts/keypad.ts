import { add, parseTyped } from "./decimal";

/** A key of the number pad. */
export type PadKey =
  | "0"
  | "1"
  | "2"
  | "3"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "9"
  | "."
  | "back"
  | "clear"
  | "+1"
  | "+10";

/** A number being typed. `fresh` is a suggestion: the first digit replaces it. */
export interface Typing {
  text: string;
  fresh: boolean;
}

/** Longest number typed, in characters. */
const CHARS_MAX = 19;

/** The text after one key. Text is edited, never counted with. */
export function pressPad(typing: Typing, key: PadKey): Typing {
  const text = typing.fresh ? "" : typing.text;
  switch (key) {
    case "clear":
      return { text: "", fresh: false };
    case "back":
      return { text: typing.fresh ? "" : text.slice(0, -1), fresh: false };
    case "+1":
    case "+10":
      return { text: add(parseTyped(text) ?? "0", key.slice(1)), fresh: false };
    case ".":
      return typed(/[.,]/.test(text) ? text : `${text === "" ? "0" : text}.`);
    default:
      return typed(text === "0" ? key : text + key);
  }
}

function typed(text: string): Typing {
  return { text: text.slice(0, CHARS_MAX), fresh: false };
}
