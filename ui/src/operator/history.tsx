import { useState } from "react";
import { useJobAct } from "../host/act";
import type { Entry } from "../host/types";
import { Chip } from "../parts/chip";
import { Press, PressBar } from "../parts/press";
import { Scrolled } from "../parts/scrolled";
import { showMoment } from "../parts/time";
import { Nothing } from "../parts/waiting";
import { word } from "../words/words";
import css from "./history.module.css";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import { ReasonDialog } from "./reason_dialog";

/** What happened on the job. What was taken back stays, struck through. */
export default function History() {
  return <JobScreen>{(props) => <Entries {...props} />}</JobScreen>;
}

function Entries({ job, zone, back }: JobProps) {
  const { busy, act } = useJobAct(job.card.job);
  const [voiding, setVoiding] = useState<Entry | null>(null);
  return (
    <>
      <Scrolled className={`${screen.one} ${screen.scroll}`} label={word("history.title")}>
        {job.entries.length === 0 && (
          <Nothing title={word("history.none")} hint={word("history.none_hint")} />
        )}
        <ol className={css.entries}>
          {job.entries.map((entry) => (
            <li key={entry.event} data-voided={entry.voided || undefined}>
              <time>{showMoment(entry.at, zone)}</time>
              <span className={css.who}>{entry.who ?? word("history.nobody")}</span>
              <span className={css.text}>
                {entry.voided ? <del>{entry.text}</del> : entry.text}
              </span>
              {entry.voided && <Chip tone="neutral">{word("history.voided")}</Chip>}
              {entry.can_void && (
                <Press onPress={busy ? null : () => setVoiding(entry)}>
                  {word("history.void")}
                </Press>
              )}
            </li>
          ))}
        </ol>
      </Scrolled>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
      </PressBar>
      <ReasonDialog
        open={voiding !== null}
        title={word("history.void_why", { text: voiding?.text ?? "" })}
        choices={job.undo_reasons}
        onClose={() => setVoiding(null)}
        onReason={(reason) => {
          if (voiding) void act({ do: "void", event: voiding.event, reason }, word("undo.done"));
        }}
      />
    </>
  );
}
