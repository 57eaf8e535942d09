/** Minutes without a touch, key or scan after which the person is signed out; 0 for never. */
export const IDLE_MINUTES = [0, 2, 5, 10, 30] as const;

/** Minutes a station starts with. */
export const IDLE_MINUTES_DEFAULT = 10;

const MINUTE_MS = 60_000;

/** How long until a screen is left alone too long; 0 when it is already, null when it never is. */
export function leftMs(touchedAt: number, now: number, minutes: number): number | null {
  if (minutes === 0) return null;
  return Math.max(0, touchedAt + minutes * MINUTE_MS - now);
}
