import { type Host, HostFailure, HostSilent, isFailure, type Stop } from "./host";
import { readEvents } from "./sse";
import type { Calls, Change } from "./types";

/** Where the token is kept for a reload of this tab. */
const TOKEN_KEY = "lineside.token";
/** Pause before the change stream is opened again, in milliseconds. */
const REOPEN_MS = 1_000;

/** The core over HTTP, for browsers. The token comes once in the fragment and is stripped. */
export function httpHost(token: string): Host {
  return {
    call: (name, body) => post(token, name, body),
    onChange: (listener) => follow(token, listener),
  };
}

/** The token from the address's fragment, else the one kept for this tab. */
export function takeToken(location: Location, kept: Storage, history: History): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given === null) return kept.getItem(TOKEN_KEY) ?? "";
  kept.setItem(TOKEN_KEY, given);
  history.replaceState(null, "", location.pathname + location.search);
  return given;
}

async function post<N extends keyof Calls>(
  token: string,
  name: N,
  body: Calls[N]["body"],
): Promise<Calls[N]["answer"]> {
  const response = await fetch(`/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new HostSilent();
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Calls[N]["answer"];
  throw isFailure(answer) ? new HostFailure(answer) : new HostSilent();
}

function follow(token: string, listener: (change: Change | "alive") => void): Stop {
  const stopped = new AbortController();
  void keepReading(token, listener, stopped.signal);
  return () => stopped.abort();
}

async function keepReading(
  token: string,
  listener: (change: Change | "alive") => void,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted) {
    // A cut stream is opened again; that it is silent meanwhile shows as the age of the data.
    await readOnce(token, listener, stopped).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
  }
}

async function readOnce(
  token: string,
  listener: (change: Change | "alive") => void,
  stopped: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: "text/event-stream" };
  const response = await fetch("/api/changes", { headers, signal: stopped });
  const reader = response.ok
    ? response.body?.pipeThrough(new TextDecoderStream()).getReader()
    : null;
  if (!reader) return;
  // Whatever happened while no stream was open is read again.
  listener({ change: "recorded", kinds: [] });
  let rest = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const events = readEvents(rest, chunk.value);
    rest = events.rest;
    listener("alive");
    for (const data of events.data) listener(JSON.parse(data) as Change);
  }
}
