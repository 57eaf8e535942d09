import { type Host, HostFailure } from "../host/host";
import { drop, enter, present, session } from "../host/session";
import type { Session } from "../host/types";
import { dismiss, notice, tellFailure } from "../parts/notice";
import { createStore } from "../parts/store";

/** How a person says who they are. */
export type Identity = { badge: string } | { person: string; name: string };

/** A person who is known and has to type a PIN. */
export interface Signing {
  who: Identity;
  sentence: string;
}

/** The reason code of a log-in that only lacks a PIN. */
const PIN_NEEDED = "pin_needed";

/** Who has to type a PIN now. */
export const signing = createStore<Signing | null>(null);

/** Signs a person in. Answers whether a PIN is wanted; everything else is told. */
export async function signIn(host: Host, who: Identity, pin: string | null): Promise<boolean> {
  const known = "badge" in who ? { badge: who.badge } : { person: who.person };
  try {
    const begun = await host.call("command_log_in", { ...known, pin });
    signing.set(null);
    clearNotice();
    const before = enter(begun);
    if (before) await logOut(host, before);
    return false;
  } catch (thrown) {
    if (pin === null && thrown instanceof HostFailure && thrown.failure.reason === PIN_NEEDED) {
      clearNotice();
      signing.set({ who, sentence: thrown.failure.sentence });
      return true;
    }
    tellFailure(thrown);
    return false;
  }
}

/** Signs who acts out; the screen forgets them even when the core does not answer. */
export async function leave(host: Host): Promise<void> {
  const gone = session.get();
  signing.set(null);
  if (gone === null) return;
  drop(gone);
  await logOut(host, gone);
}

/** Signs everyone out. */
export async function leaveAll(host: Host): Promise<void> {
  const all = present.get();
  signing.set(null);
  all.forEach(drop);
  await Promise.all(all.map((gone) => logOut(host, gone)));
}

/** Lets somebody act who is signed in already. */
export function actAs(one: Session): void {
  signing.set(null);
  session.set(one);
}

async function logOut(host: Host, { session }: Session): Promise<void> {
  await host.call("command_log_out", { session }).catch(tellFailure);
}

function clearNotice(): void {
  const shown = notice.get();
  if (shown) dismiss(shown.id);
}
