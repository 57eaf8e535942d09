import type { JoinStep, JoinView } from "../host/types";
import type { Tone } from "../parts/chip";

/** The steps of joining a plant, in their order. */
const STEPS: readonly JoinStep[] = ["code_read", "reachable", "trusted", "logged_in", "plant"];

/** One step and how it went. */
export interface StepShown {
  step: JoinStep;
  tone: Tone;
}

/** How far joining came: what went well, what failed, and what was not tried. */
export function stepsShown(joined: JoinView | null): StepShown[] {
  return STEPS.map((step) => {
    if (joined?.done.includes(step)) return { step, tone: "good" };
    return { step, tone: joined?.failed === step ? "alarm" : "neutral" };
  });
}
