import { createStore } from "../parts/store";
import type { Role, Session } from "./types";

/** Who is signed in at this screen. In memory only: a reload signs out. */
export const session = createStore<Session | null>(null);

/** Whether the signed-in person has one of the roles; only to choose what is shown first. */
export function hasRole(of: Session | null, ...roles: Role[]): boolean {
  return of?.roles.some((role) => roles.includes(role)) ?? false;
}
