import {
  IconCheck,
  IconCircle,
  IconCircleFilled,
  IconHandStop,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconSquareFilled,
  IconTriangleFilled,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import css from "./chip.module.css";

/** How loud a state is. Never shown by colour alone: each has its sign, and words beside it. */
export type Tone =
  | "alarm"
  | "warn"
  | "action"
  | "run"
  | "good"
  | "hold"
  | "neutral"
  | "done"
  | "paused";

const SIGNS = {
  alarm: IconSquareFilled,
  warn: IconTriangleFilled,
  action: IconCircleFilled,
  run: IconPlayerPlayFilled,
  good: IconCheck,
  hold: IconHandStop,
  neutral: IconCircle,
  done: IconCheck,
  paused: IconPlayerPauseFilled,
} as const;

/** A state as sign and word. */
export function Chip({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Sign = SIGNS[tone];
  return (
    <span className={css.chip} data-tone={tone}>
      <Sign aria-hidden size="0.8em" className={css.sign} />
      <span>{children}</span>
    </span>
  );
}

/** A sentence with the sign and colour of its tone. */
export function Note({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Sign = SIGNS[tone];
  return (
    <span className={css.note} data-tone={tone}>
      <Sign aria-hidden size="0.8em" className={css.sign} />
      <span>{children}</span>
    </span>
  );
}
