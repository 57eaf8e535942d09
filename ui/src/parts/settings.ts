import { IDLE_MINUTES, IDLE_MINUTES_DEFAULT } from "./idle";
import { createStore } from "./store";

/** What a station's installer sets for its screen; kept on this machine only. */
export interface Settings {
  theme: "light" | "dark";
  /** Larger targets with a gap between them. */
  gloves: boolean;
  /** CSS pixels a millimetre has on this panel. */
  pxPerMm: number;
  /** Loudness of the three sounds, 0 to 1. */
  volume: number;
  /** What the keyboard scanner sends before a code; empty when nothing. */
  scanPrefix: string;
  /** Whether the keyboard scanner sends Enter or Tab after a code. */
  scanEnds: boolean;
  /** Minutes without a touch after which the person is signed out; 0 for never. */
  idleMinutes: number;
}

/** Sizes of what a bare finger presses (Colle and Hiszem 2004: no gain above 20 mm). */
export const BARE_MM = { target: 20, gap: 2 };
/** Sizes of what a gloved finger presses: an engineering margin, to be tested on the floor. */
export const GLOVED_MM = { target: 25, gap: 4 };
/** CSS pixels a millimetre has by definition, true only of screens of 96 dots an inch. */
export const PX_PER_MM_DEFAULT = 96 / 25.4;
/** Calibrations outside these are mistakes: a phone has 8, a wall display 1. */
const PX_PER_MM_MIN = 1;
const PX_PER_MM_MAX = 12;
/** Longest scanner prefix. */
const PREFIX_CHARS_MAX = 4;
const KEY = "lineside.screen";

/** Settings of a station nobody has set. */
export const DEFAULTS: Settings = {
  theme: "light",
  gloves: false,
  pxPerMm: PX_PER_MM_DEFAULT,
  volume: 0.6,
  scanPrefix: "",
  scanEnds: true,
  idleMinutes: IDLE_MINUTES_DEFAULT,
};

/** Settings from kept text; whatever is missing or out of range is the default. */
export function readSettings(text: string | null): Settings {
  const kept = parsed(text);
  const { pxPerMm, volume, scanPrefix } = kept;
  return {
    theme: kept.theme === "dark" ? "dark" : DEFAULTS.theme,
    gloves: kept.gloves === true,
    pxPerMm: within(pxPerMm, PX_PER_MM_MIN, PX_PER_MM_MAX) ?? DEFAULTS.pxPerMm,
    volume: within(volume, 0, 1) ?? DEFAULTS.volume,
    scanPrefix: typeof scanPrefix === "string" ? scanPrefix.slice(0, PREFIX_CHARS_MAX) : "",
    scanEnds: kept.scanEnds !== false,
    idleMinutes:
      IDLE_MINUTES.find((minutes) => minutes === kept.idleMinutes) ?? DEFAULTS.idleMinutes,
  };
}

function within(value: unknown, least: number, most: number): number | null {
  return typeof value === "number" && value >= least && value <= most ? value : null;
}

function parsed(text: string | null): Partial<Record<keyof Settings, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    // A damaged entry is as good as none: the screen starts with the defaults.
    return {};
  }
}

/** The settings in force. */
export const settings = createStore<Settings>(readSettings(localStorage.getItem(KEY)));

/** Changes some settings and keeps them. */
export function changeSettings(change: Partial<Settings>): void {
  const next = readSettings(JSON.stringify({ ...settings.get(), ...change }));
  localStorage.setItem(KEY, JSON.stringify(next));
  settings.set(next);
}
