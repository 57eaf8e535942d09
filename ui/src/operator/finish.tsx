import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useJobAct } from "../host/act";
import { Press, PressBar } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { word } from "../words/words";
import css from "./finish.module.css";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import { ReasonDialog } from "./reason_dialog";

/** How the job ends here. A difference is never named a loss by itself. */
export default function Finish() {
  return <JobScreen>{(props) => <Outcomes {...props} />}</JobScreen>;
}

function Outcomes({ job, back }: JobProps) {
  const { busy, act } = useJobAct(job.card.job);
  const navigate = useNavigate();
  const [shortening, setShortening] = useState(false);
  const allowed = job.actions.includes("finish") && !busy;
  const may = (outcome: "complete" | "leave_open" | "short_close") =>
    job.outcomes.includes(outcome);
  const short = !may("complete");
  async function finish(outcome: "complete" | "leave_open" | "short_close", reason: string | null) {
    const done = await act({ do: "finish", outcome, reason }, word(`finish.done_${outcome}`));
    if (done) void navigate({ to: "/jobs" });
  }
  const when = (then: () => void) => (allowed ? then : null);
  return (
    <>
      <div className={`${screen.one} ${css.body}`}>
        <h2>
          {short
            ? word("finish.short", { remaining: showQuantity(job.card.remaining) })
            : word("finish.all")}
        </h2>
        <div className={css.outcomes}>
          <Press
            main={!short}
            onPress={may("complete") ? when(() => void finish("complete", null)) : null}
          >
            {word("finish.complete")}
          </Press>
          <p>{word(short ? "finish.complete_not" : "finish.complete_hint")}</p>
          <Press
            main={short}
            onPress={may("leave_open") ? when(() => void finish("leave_open", null)) : null}
          >
            {word("finish.leave_open")}
          </Press>
          <p>{word("finish.leave_open_hint")}</p>
          <Press onPress={may("short_close") ? when(() => setShortening(true)) : null}>
            {word("finish.short_close")}
          </Press>
          <p>{word(may("short_close") ? "finish.short_close_hint" : "finish.short_close_not")}</p>
        </div>
      </div>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
      </PressBar>
      <ReasonDialog
        open={shortening}
        title={word("finish.short_why")}
        choices={job.short_reasons}
        onClose={() => setShortening(false)}
        onReason={(reason) => void finish("short_close", reason)}
      />
    </>
  );
}
