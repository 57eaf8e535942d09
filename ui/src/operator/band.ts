import type { ComponentView, Quantity } from "../host/types";
import { compare, perMille } from "../parts/decimal";

/** Where a weight stands against the accepted band. */
export type Standing = "below" | "within" | "above" | "unknown";

/** A band to draw: ends and pointer in thousandths of the scale's width. */
export interface Drawn {
  from: number;
  to: number;
  at: number;
}

/** Judges a weight for the eye only; whether it is taken the core decides. */
export function standing(weight: Quantity, component: ComponentView): Standing {
  const { weigh_min: least, weigh_max: most } = component;
  if (least == null || most == null) return "unknown";
  if (weight.unit !== least.unit || weight.unit !== most.unit) return "unknown";
  if (compare(weight.value, least.value) < 0) return "below";
  return compare(weight.value, most.value) > 0 ? "above" : "within";
}

/** The drawn scale reaches to twice the upper end, so the band sits in its middle. */
export function drawn(weight: Quantity, component: ComponentView): Drawn | null {
  const { weigh_min: least, weigh_max: most } = component;
  if (least == null || most == null || standing(weight, component) === "unknown") return null;
  const half = (value: string) => Math.floor(perMille(value, most.value) / 2);
  const over = compare(weight.value, most.value) > 0;
  return {
    from: half(least.value),
    to: 500,
    at: over ? beyond(weight.value, most.value) : half(weight.value),
  };
}

/** Beyond the upper end the pointer follows up to the scale's own end. */
function beyond(weight: string, most: string): number {
  return 1000 - Math.floor(perMille(most, weight) / 2);
}
