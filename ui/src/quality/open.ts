import { hasRole } from "../host/session";
import type { ExceptionRow, ExceptionsView, Session } from "../host/types";

/** Most characters a note may have, as the core records them. */
export const NOTE_CHARS_MAX = 400;

/** The exceptions that are this person's to settle; whether they may, the core judges. */
export function ownRows(shown: ExceptionsView, who: Session | null): ExceptionRow[] {
  return shown.exceptions.filter(({ owner }) => hasRole(who, owner));
}

/** How many a person has to settle, as a navigation says it; null where there is none. */
export function ownCount(shown: ExceptionsView, who: Session | null): string | null {
  const count = ownRows(shown, who).length;
  if (count === 0) return null;
  return shown.more ? `${count}+` : String(count);
}
