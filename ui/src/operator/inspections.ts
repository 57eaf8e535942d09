import type { InspectionView } from "../host/types";
import type { Tone } from "../parts/chip";
import { type WordId, word } from "../words/words";

/** What is to be inspected first: what did not conform last, then what is due. */
export function firstDue(inspections: InspectionView[]): InspectionView | undefined {
  return (
    inspections.find(({ failed, may }) => failed && may) ??
    inspections.find(({ due, may }) => due > 0 && may) ??
    inspections[0]
  );
}

/** Sign and word of where a characteristic stands. */
export function standing({ due, failed, results }: InspectionView): { tone: Tone; says: WordId } {
  if (failed) return { tone: "alarm", says: "inspect.does_not" };
  if (due > 0) return { tone: "action", says: "inspect.due" };
  if (results.length > 0) return { tone: "good", says: "inspect.done" };
  return { tone: "neutral", says: "inspect.later" };
}

/** When it is inspected, in words. */
export function occasionWord(occasion: InspectionView["occasion"]): string {
  if (typeof occasion !== "string") return word("inspect.every", { count: occasion.every });
  return word(`inspect.${occasion}`);
}
