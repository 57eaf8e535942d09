import type {
  Delivery,
  DoubtStatus,
  JobCard,
  LabelState,
  OrderStatus,
  Readiness,
  UnitState,
} from "../host/types";
import type { WordId } from "../words/words";
import type { Tone } from "./chip";

/** Sign and word of a state. */
export interface Sign {
  tone: Tone;
  says: WordId;
}

export const READINESS: Record<Readiness, Sign> = {
  ready: { tone: "neutral", says: "state.ready" },
  waiting: { tone: "warn", says: "state.waiting" },
  running: { tone: "run", says: "state.running" },
  paused: { tone: "paused", says: "state.paused" },
  done: { tone: "done", says: "state.done" },
};

export const ORDER: Record<OrderStatus, Sign> = {
  forecast: { tone: "neutral", says: "state.new" },
  released: { tone: "neutral", says: "state.released" },
  running: { tone: "run", says: "state.running" },
  completed: { tone: "done", says: "state.completed" },
  closed: { tone: "done", says: "state.closed" },
  cancelled: { tone: "neutral", says: "state.cancelled" },
  aborted: { tone: "alarm", says: "state.aborted" },
};

export const LABEL: Record<LabelState, Sign> = {
  queued: { tone: "neutral", says: "label.queued" },
  sending: { tone: "neutral", says: "label.sending" },
  delivered: { tone: "done", says: "label.delivered" },
  confirmed: { tone: "done", says: "label.confirmed" },
  uncertain: { tone: "action", says: "label.uncertain" },
  void: { tone: "neutral", says: "label.void" },
  cancelled: { tone: "neutral", says: "state.cancelled" },
};

export const DELIVERY: Record<Delivery, Sign> = {
  pending: { tone: "neutral", says: "outbox.pending" },
  sent: { tone: "neutral", says: "outbox.sent" },
  acknowledged: { tone: "done", says: "outbox.acknowledged" },
  refused: { tone: "alarm", says: "outbox.refused" },
  withdrawn: { tone: "neutral", says: "outbox.withdrawn" },
};

export const DOUBT: Record<DoubtStatus, Sign> = {
  open: { tone: "action", says: "doubt.open" },
  dispositioned: { tone: "warn", says: "doubt.reworked" },
  closed: { tone: "done", says: "doubt.is_closed" },
};

export const UNIT: Record<UnitState, Sign> = {
  paused: { tone: "paused", says: "state.paused" },
  running: { tone: "run", says: "state.running" },
  waiting: { tone: "neutral", says: "state.queued" },
  idle: { tone: "neutral", says: "state.idle" },
};

/** Why a job cannot start, unless it runs or is done: then there is nothing to start. */
export function whyNot(card: JobCard): string | null {
  return card.readiness === "waiting" ? (card.why_not ?? null) : null;
}
