import { createStore } from "../parts/store";
import type { Role, Session } from "./types";

/** Who acts at this screen. In memory only: a reload signs out. */
export const session = createStore<Session | null>(null);

/** Everyone signed in at this screen, in the order they came. */
export const present = createStore<readonly Session[]>([]);

/** Lets a person act; whoever was there stays. Answers the session that this one replaces. */
export function enter(begun: Session): Session | null {
  const before = present.get().find(({ person }) => person === begun.person) ?? null;
  present.set([...present.get().filter((one) => one !== before), begun]);
  session.set(begun);
  return before;
}

/** Takes a session away. Nobody acts after it before they are touched or scanned. */
export function drop(gone: Session): void {
  present.set(present.get().filter((one) => one !== gone));
  if (session.get() === gone) session.set(null);
}

/** Whether the signed-in person has one of the roles; only to choose what is shown first. */
export function hasRole(of: Session | null, ...roles: Role[]): boolean {
  return of?.roles.some((role) => roles.includes(role)) ?? false;
}
