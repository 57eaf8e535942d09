import type { Host } from "./host/host";
import { start } from "./start";

async function chooseHost(): Promise<Host> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./host/tauri")).tauriHost;
  const { httpHost, takeToken } = await import("./host/http");
  return httpHost(takeToken(location, sessionStorage, history));
}

void chooseHost().then(start);
