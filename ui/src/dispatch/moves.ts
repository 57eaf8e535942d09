import type { JobCard, JobCommand, JobListView } from "../host/types";

/** Where a job is to go: a work unit, and the job it goes before; null is the end. */
export interface Target {
  workUnit: string;
  before: string | null;
}

/** The command that moves a card, with what the person had seen of it. */
export function moveOf(card: JobCard, { workUnit, before }: Target): JobCommand {
  return { do: "dispatch", work_unit: workUnit, before, seen: card.head };
}

/** Whether a job may be put elsewhere in the list: one that runs has its place. */
export function isMovable({ readiness, status }: JobCard): boolean {
  return (
    readiness !== "running" && readiness !== "paused" && ["released", "dispatched"].includes(status)
  );
}

/** One place up or down in its own list; null at the ends. */
export function nudge(list: JobListView, job: string, by: -1 | 1): Target | null {
  const from = list.jobs.findIndex((card) => card.job === job);
  const to = from + by;
  const card = list.jobs[from];
  const other = list.jobs[to];
  if (!card || !other || !isMovable(card) || !isMovable(other)) return null;
  const before = by === -1 ? other.job : (list.jobs[to + 1]?.job ?? null);
  return { workUnit: list.work_unit.id, before };
}

/** Whether a drop changes anything: not before itself, nor before the one that follows it. */
export function isMove(list: JobListView, job: string, before: string | null): boolean {
  if (before === job) return false;
  const at = list.jobs.findIndex((card) => card.job === job);
  if (at < 0) return true;
  return (list.jobs[at + 1]?.job ?? null) !== before;
}
