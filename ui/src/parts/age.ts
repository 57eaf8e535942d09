/** After how long without a sign of life the core counts as silent, in milliseconds. Three polls. */
export const SILENT_AFTER_MS = 15_000;
/** After how long what a board shows is drawn as old, in milliseconds. */
export const STALE_AFTER_MS = 30_000;

/** How the screens are in touch with the core. */
export interface Link {
  /** When it last answered or told of anything; null before the first time. */
  heardAt: number | null;
  /** Whether the last call got no answer. */
  failing: boolean;
}

/** What the frame says of the link. */
export type LinkState = "fresh" | "silent" | "cut";

/** Judges the link at `now`; the first seconds before any answer count as fresh. */
export function linkState(link: Link, now: number, startedAt: number): LinkState {
  if (link.failing) return "cut";
  const since = link.heardAt ?? startedAt;
  return now - since > SILENT_AFTER_MS ? "silent" : "fresh";
}

/** Whether what was read at `readAt` is too old to be trusted. */
export function isStale(readAt: number, now: number): boolean {
  return now - readAt > STALE_AFTER_MS;
}

/** Age in whole seconds, never negative. */
export function ageSeconds(readAt: number, now: number): number {
  return Math.max(0, Math.floor((now - readAt) / 1000));
}
