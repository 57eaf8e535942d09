import type { ComponentView, FoundLot } from "../host/types";

/** What a scanned lot number leads to. Nothing is chosen for a person: two lots are a question. */
export type LotChoice =
  | { kind: "consume"; lot: FoundLot }
  | { kind: "weigh"; lot: FoundLot }
  | { kind: "choose"; lots: FoundLot[] };

/** Most lots offered for one code. */
const CHOICES_MAX = 3;

/** Leads a scan on. The same number on other items does not count while one is a component here. */
export function choiceOf(
  lots: readonly FoundLot[],
  components: readonly ComponentView[],
): LotChoice | null {
  const [first, ...others] = belonging(lots, components);
  if (first === undefined) return null;
  if (others.length > 0) return { kind: "choose", lots: [first, ...others].slice(0, CHOICES_MAX) };
  const issue = components.find(({ material }) => material === first.material)?.issue;
  return { kind: issue === "weigh" ? "weigh" : "consume", lot: first };
}

function belonging(lots: readonly FoundLot[], components: readonly ComponentView[]) {
  const here = lots.filter((lot) => components.some(({ material }) => material === lot.material));
  return here.length > 0 ? here : lots;
}
