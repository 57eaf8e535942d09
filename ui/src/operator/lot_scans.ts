import { useNavigate } from "@tanstack/react-router";
import type { JobActing } from "../host/act";
import type { FoundLot, JobView, Quantity } from "../host/types";
import { settle, tell } from "../parts/notice";
import { showQuantity } from "../parts/quantity";
import { createStore } from "../parts/store";
import { useFound } from "../scan/found";
import { sentence, word } from "../words/words";
import { choiceOf } from "./lot_choice";

/** The lot to be weighed next, by its scan. */
export const weighedLot = createStore<FoundLot | null>(null);

/** Lots a scan could mean, for the person to choose from. */
export const lotsToChoose = createStore<FoundLot[]>([]);

/** Consumes one lot; null is what is still needed, at most what the lot holds. */
export function consume(act: JobActing["act"], lot: FoundLot, quantity: Quantity | null) {
  const done = quantity
    ? word("consume.done_amount", { lot: lot.number, amount: showQuantity(quantity) })
    : word("consume.done", { lot: lot.number, item: lot.description });
  return act({ do: "consume", lot: lot.lot, quantity }, done);
}

/** Leads a lot to the scale; what may not be used or weighed now is refused before it lies there. */
export function weigh(job: JobView, lot: FoundLot, navigate: ReturnType<typeof useNavigate>): void {
  if (!job.actions.includes("weigh")) {
    tell("reject", word("weigh.no_run"));
  } else if (lot.why_not != null) {
    tell("reject", sentence(lot.why_not));
  } else {
    settle();
    weighedLot.set(lot);
    void navigate({ to: "/jobs/$job/weigh", params: { job: job.card.job } });
  }
}

/** Consumes scanned lots of a job, or leads to the scale for what has to be weighed. */
export function useLotScans(
  job: JobView,
  act: JobActing["act"],
  quantity?: () => string | null,
): void {
  const navigate = useNavigate();
  useFound((found) => {
    if (found.found !== "lots") return false;
    const choice = choiceOf(found.lots, job.components);
    if (choice === null) return false;
    if (choice.kind === "weigh") {
      weigh(job, choice.lot, navigate);
    } else if (choice.kind === "consume") {
      const typed = quantity?.() ?? null;
      const unit = choice.lot.quantity.unit;
      void consume(act, choice.lot, typed === null ? null : { value: typed, unit });
    } else {
      tell("attention", word("consume.choose"));
      lotsToChoose.set(choice.lots);
      void navigate({ to: "/jobs/$job/consume", params: { job: job.card.job } });
    }
    return true;
  });
}
