import type { ComponentView, Quantity } from "../host/types";
import { compare, minus, perMille } from "../parts/decimal";

/** Where a weight stands against the accepted band. */
export type Standing = "below" | "within" | "above" | "unknown";

/** Where the band begins and ends on the drawn scale, in thousandths of its width. */
export const BAND_FROM = 400;
export const BAND_TO = 600;

/** Judges a weight for the eye only; whether it is taken the core decides. */
export function standing(weight: Quantity, component: ComponentView): Standing {
  const { weigh_min: least, weigh_max: most } = component;
  if (least == null || most == null) return "unknown";
  if (weight.unit !== least.unit || weight.unit !== most.unit) return "unknown";
  if (compare(weight.value, least.value) < 0) return "below";
  return compare(weight.value, most.value) > 0 ? "above" : "within";
}

/**
 * Where the pointer stands, in thousandths; null where there is no band to stand against.
 *
 * The band is drawn wide, however narrow it is: below it the scale runs from nothing to its lower
 * end, above it from its upper end to twice that.
 */
export function pointerAt(weight: Quantity, component: ComponentView): number | null {
  const { weigh_min: least, weigh_max: most } = component;
  if (least == null || most == null) return null;
  const part = (share: number, width: number) => Math.round((share * width) / 1000);
  switch (standing(weight, component)) {
    case "unknown":
      return null;
    case "below":
      return part(perMille(weight.value, least.value), BAND_FROM);
    case "within":
      return BAND_FROM + part(shareWithin(weight, least, most), BAND_TO - BAND_FROM);
    case "above":
      return BAND_TO + part(perMille(minus(weight.value, most.value), most.value), 1000 - BAND_TO);
  }
}

function shareWithin(weight: Quantity, least: Quantity, most: Quantity): number {
  return perMille(minus(weight.value, least.value), minus(most.value, least.value));
}
