import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { english } from "./en";

/** A sentence or word of the screens. */
export type WordId = keyof typeof english;

i18n.setMessagesCompiler(compileMessage);
i18n.load("en", english);
i18n.activate("en");

/** The text of a word in the reader's language, with its placeholders filled. */
export function word(id: WordId, values?: Record<string, string | number>): string {
  return i18n._(id, values);
}

/** The language numbers and dates are written in. */
export function language(): string {
  return i18n.locale === "en" ? "en-GB" : i18n.locale;
}

/** The core's sentence as a screen shows it: it begins with a capital. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(i18n.locale) + text.slice(1);
}
