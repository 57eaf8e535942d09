import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import type { JobView } from "../host/types";
import type { WordId } from "../words/words";

/** What the start/pause key does now. */
export interface RunKey {
  does: "start" | "pause" | "resume";
  says: WordId;
  Icon: typeof IconPlayerPlayFilled;
}

/** One key for start, pause and resume: the core says which of them is allowed. */
export function runKey({ actions }: Pick<JobView, "actions">): RunKey {
  if (actions.includes("pause")) {
    return { does: "pause", says: "job.pause", Icon: IconPlayerPauseFilled };
  }
  if (actions.includes("resume")) {
    return { does: "resume", says: "job.resume", Icon: IconPlayerPlayFilled };
  }
  return { does: "start", says: "job.start", Icon: IconPlayerPlayFilled };
}
