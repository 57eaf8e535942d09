import type { JobView } from "../host/types";
import { Note } from "../parts/chip";
import { isZero, perMille } from "../parts/decimal";
import { showAmount } from "../parts/quantity";
import { showClock, showTimer } from "../parts/time";
import { useNow } from "../parts/use_now";
import { sentence, word } from "../words/words";
import { occasionWord } from "./inspections";
import { lateness } from "./job_card";
import css from "./job_figures.module.css";
import screen from "./job_screen.module.css";

/** How far the job is, readable from two metres, and what stands in its way. */
export function JobFigures({ job, zone, readAt }: { job: JobView; zone: string; readAt: number }) {
  const { card } = job;
  return (
    <section className={screen.panel} aria-label={word("job.progress")}>
      <div className={css.figures}>
        <div className={css.main}>
          <strong>{showAmount(card.good.value)}</strong>
          <span>
            {word("job.good_of", { of: showAmount(card.released.value), unit: card.released.unit })}
          </span>
        </div>
        <dl className={css.rest}>
          <Figure says="job.remaining" value={card.remaining.value} strong />
          <Figure says="job.scrap" value={card.scrap.value} />
          <Figure says="job.rework" value={card.rework.value} />
        </dl>
      </div>
      <Bar card={card} />
      {card.changed != null && (
        <p className={css.late}>
          <Note tone="warn">{sentence(card.changed)}</Note>
        </p>
      )}
      {card.late && (
        <p className={css.late}>
          <Note tone="alarm">{sentence(card.behind_reason ?? lateness(card))}</Note>
        </p>
      )}
      {card.readiness === "waiting" && <Gates job={job} />}
      <Inspections job={job} />
      <Runs job={job} zone={zone} readAt={readAt} />
      {job.instruction && <p className={css.instruction}>{job.instruction}</p>}
    </section>
  );
}

/** What is to be inspected before the next piece is reported. */
function Inspections({ job }: { job: JobView }) {
  if (!job.actions.includes("inspect")) return null;
  const open = job.inspections.filter(({ due }) => due > 0);
  return open.map((one) => (
    <p key={one.characteristic} className={css.late}>
      <Note tone={one.failed ? "alarm" : "action"}>
        {word(one.failed ? "job.inspection_failed" : "job.inspection_due", {
          name: one.name,
          when: occasionWord(one.occasion),
          specification: one.specification,
        })}
      </Note>
    </p>
  ));
}

function Figure(props: {
  says: "job.remaining" | "job.scrap" | "job.rework";
  value: string;
  strong?: boolean;
}) {
  return (
    <div
      data-strong={props.strong === true || undefined}
      data-none={isZero(props.value) || undefined}
    >
      <dt>{word(props.says)}</dt>
      <dd>{showAmount(props.value)}</dd>
    </div>
  );
}

function Bar({ card }: { card: JobView["card"] }) {
  const whole = card.released.value;
  const share = (part: string) => ({ inlineSize: `${perMille(part, whole) / 10}%` });
  return (
    <div className={css.bar} aria-hidden>
      <span className={css.good} style={share(card.good.value)} />
      <span className={css.rework} style={share(card.rework.value)} />
      <span className={css.scrap} style={share(card.scrap.value)} />
    </div>
  );
}

function Gates({ job }: { job: JobView }) {
  const { gates, why_not } = job.card;
  return (
    <div className={css.gates} data-testid="why-not">
      <strong>{word("job.cannot_start")}</strong>
      <ul>
        {gates.length === 0 && <li>{sentence(why_not ?? "")}</li>}
        {gates.map((gate) => (
          <li key={gate.code}>
            <Note tone={gate.hard ? "warn" : "neutral"}>{sentence(gate.sentence)}</Note>
            {gate.owner && <span className={css.owner}>{word(`role.${gate.owner}`)}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Runs({ job, zone, readAt }: { job: JobView; zone: string; readAt: number }) {
  const now = useNow(1_000);
  return job.card.runs.map((run) => {
    const since = run.paused ? 0 : Math.max(0, Math.floor((now - readAt) / 1000));
    return (
      <p key={run.run} className={css.run}>
        <strong>{showTimer(run.elapsed_s + since)}</strong>
        <span>{word("job.run_since", { name: run.name, since: showClock(run.since, zone) })}</span>
        {run.paused && <Note tone="paused">{run.reason ?? word("state.paused")}</Note>}
      </p>
    );
  });
}
