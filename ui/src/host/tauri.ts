import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { type Host, HostFailure, HostSilent, isFailure, type Stop } from "./host";
import type { Calls, Change } from "./types";

/** The window's event that carries changes. */
const CHANGE_EVENT = "change";

/** The core in the same process as this window. */
export const tauriHost: Host = {
  async call<N extends keyof Calls>(name: N, body: Calls[N]["body"]) {
    try {
      return await invoke<Calls[N]["answer"]>(name, { request: body });
    } catch (thrown) {
      throw isFailure(thrown) ? new HostFailure(thrown) : new HostSilent();
    }
  },
  onChange(listener): Stop {
    const stopping = listen<Change>(CHANGE_EVENT, (event) => listener(event.payload));
    return () => {
      void stopping.then((stop) => stop());
    };
  },
};
