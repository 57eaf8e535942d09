import { type Host, HostFailure } from "../host/host";
import { session } from "../host/session";
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
    session.set(begun);
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

/** Signs the person out; the screen forgets them even when the core does not answer. */
export async function leave(host: Host): Promise<void> {
  const gone = session.get();
  signing.set(null);
  session.set(null);
  if (gone === null) return;
  await host.call("command_log_out", { session: gone.session }).catch(tellFailure);
}

function clearNotice(): void {
  const shown = notice.get();
  if (shown) dismiss(shown.id);
}
