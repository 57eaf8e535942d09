import type { Quantity } from "../host/types";
import { language } from "../words/words";

/** Most decimals a number format may show; a quantity has 18 digits at most. */
const DECIMALS_MAX = 18;

/** A decimal text as the reader's language writes it, digit for digit. */
export function showAmount(value: string): string {
  const decimals = value.split(".")[1]?.length ?? 0;
  const format = new Intl.NumberFormat(language(), {
    minimumFractionDigits: Math.min(decimals, DECIMALS_MAX),
    maximumFractionDigits: DECIMALS_MAX,
  });
  return format.format(value as Intl.StringNumericLiteral);
}

/** Amount and unit, kept on one line. */
export function showQuantity(quantity: Quantity): string {
  return `${showAmount(quantity.value)}\u00a0${quantity.unit}`;
}
