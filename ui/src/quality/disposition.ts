import type { Disposition, DispositionRow, NonconformanceView } from "../host/types";
import { parseTyped } from "../parts/decimal";

/** A row as it is typed. */
export interface TypedRow {
  /** Lot; empty for pieces that are in no lot. */
  lot: string;
  text: string;
  disposition: Disposition;
}

/** One row for all that is in doubt: the usual case. */
export function firstRows({ lots, quantity }: NonconformanceView): TypedRow[] {
  const [only, ...others] = lots;
  const lot = only && others.length === 0 ? only.lot : "";
  return [{ lot, text: quantity?.value ?? "", disposition: "scrap" }];
}

/** What is sent; null while an amount cannot be read. Whether the rows balance, the core judges. */
export function rowsOf(typed: TypedRow[], doubt: NonconformanceView): DispositionRow[] | null {
  const rows = typed.map((row) => rowOf(row, doubt));
  return rows.every((row) => row !== null) ? rows : null;
}

function rowOf(typed: TypedRow, { lots, quantity }: NonconformanceView): DispositionRow | null {
  const value = parseTyped(typed.text);
  if (value === null || quantity == null) return null;
  const lot = lots.find(({ lot }) => lot === typed.lot);
  return {
    lot: lot ? [lot.lot, lot.number] : null,
    quantity: { value, unit: quantity.unit },
    disposition: typed.disposition,
  };
}
