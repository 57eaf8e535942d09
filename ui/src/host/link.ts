import type { Link } from "../parts/age";
import { createStore } from "../parts/store";
import { type Host, HostSilent } from "./host";

/** How the screens are in touch with the core now. */
export const link = createStore<Link>({ heardAt: null, failing: false });

/** The same host, with every answer and every silence noted in [link]. */
export function watched(host: Host): Host {
  return {
    async call(name, body) {
      try {
        const answer = await host.call(name, body);
        heard();
        return answer;
      } catch (thrown) {
        if (thrown instanceof HostSilent) link.set({ ...link.get(), failing: true });
        else heard();
        throw thrown;
      }
    },
    onChange: (listener) =>
      host.onChange((change) => {
        heard();
        listener(change);
      }),
  };
}

function heard(): void {
  link.set({ heardAt: Date.now(), failing: false });
}
