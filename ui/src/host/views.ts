import { QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Host } from "./host";
import type { Views } from "./types";

/** How often a view is read again without being told of a change, in milliseconds. */
const REREAD_MS = 10_000;

/** The host all screens speak with. */
export const HostContext = createContext<Host | null>(null);

/** The host all screens speak with. */
export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) throw new Error("a screen was drawn outside HostContext");
  return host;
}

/** The cache of views. Commands are never retried by it. */
export function createViews(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: REREAD_MS, networkMode: "always" },
    },
  });
}

/** Reads one view, again whenever facts were recorded, and every ten seconds. */
export function useView<N extends keyof Views>(
  name: N,
  body: Views[N]["body"],
  options: { enabled?: boolean } = {},
): UseQueryResult<Views[N]["answer"]> {
  const host = useHost();
  return useQuery({
    queryKey: [name, body],
    queryFn: () => host.call(name, body) as Promise<Views[N]["answer"]>,
    refetchInterval: REREAD_MS,
    ...options,
  });
}
