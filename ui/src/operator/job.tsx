import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useJobAct } from "../host/act";
import type { Action } from "../host/types";
import { useView } from "../host/views";
import { Press, PressBar } from "../parts/press";
import { useShortcuts } from "../parts/use_shortcuts";
import { word } from "../words/words";
import { JobFigures } from "./job_figures";
import { JobMaterials } from "./job_materials";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import { useLotScans } from "./lot_scans";
import { PauseDialog } from "./pause_dialog";
import { type RunKey, runKey } from "./run_key";

/** The job in progress: how far it is, what it needs, and everything that may be done with it. */
export default function Job() {
  return <JobScreen top>{(props) => <InProgress {...props} />}</JobScreen>;
}

function InProgress({ job, zone, readAt, back }: JobProps) {
  const { busy, act } = useJobAct(job.card.job);
  const [pausing, setPausing] = useState(false);
  const station = useView("view_station", {}).data;
  const unit = job.card.work_unit ?? station?.work_unit;
  const run = runKey(job);
  const offers = useOffers(job, busy, {
    run: () => {
      if (run.does === "pause") setPausing(true);
      else if (run.does === "resume") void act({ do: "resume" }, word("job.resumed"));
      else if (unit) void act({ do: "start", work_unit: unit.id }, word("job.started"));
    },
    oneGood: () => {
      const good = { value: "1", unit: job.suggested.unit };
      const none = { scrap: [], rework: null, finish: "continue" as const, reason: null };
      void act({ do: "report", good, ...none }, word("job.one_reported", { unit: good.unit }));
    },
  });
  useLotScans(job, act);
  useShortcuts(offers);
  const working = job.actions.includes("report");
  return (
    <>
      <div className={screen.body}>
        <JobFigures job={job} zone={zone} readAt={readAt} />
        <JobMaterials job={job} />
      </div>
      <JobBar {...{ offers, run, working, back }} inspects={job.inspections.length > 0} />
      <PauseDialog
        open={pausing}
        reasons={job.pause_reasons}
        onClose={() => setPausing(false)}
        onReason={(reason) => void act({ do: "pause", reason }, word("job.paused_for", { reason }))}
      />
    </>
  );
}

interface JobBarProps {
  offers: ReturnType<typeof useOffers>;
  run: RunKey;
  working: boolean;
  /** Whether anything is inspected here. */
  inspects: boolean;
  back: () => void;
}

function JobBar({ offers, run, working, inspects, back }: JobBarProps) {
  return (
    <PressBar>
      <Press shortcut="back" onPress={back}>
        {word("job.back")}
      </Press>
      <Press
        shortcut="run"
        onPress={offers.run}
        main={!working}
        icon={<run.Icon aria-hidden size={24} />}
      >
        {word(run.says)}
      </Press>
      <Press shortcut="consume" onPress={offers.consume}>
        {word("job.consume")}
      </Press>
      <Press shortcut="weigh" onPress={offers.weigh}>
        {word("job.weigh")}
      </Press>
      <Press shortcut="one_good" onPress={offers.one_good}>
        {word("job.one_good")}
      </Press>
      <Press shortcut="labels" onPress={offers.labels}>
        {word("job.labels")}
      </Press>
      <Press shortcut="history" onPress={offers.history}>
        {word("job.history")}
      </Press>
      <Press shortcut="finish" onPress={offers.finish}>
        {word("job.finish")}
      </Press>
      {inspects && (
        <Press shortcut="inspect" onPress={offers.inspect}>
          {word("job.inspect")}
        </Press>
      )}
      <Press shortcut="report" onPress={offers.report} main={working}>
        {word("job.report")}
      </Press>
    </PressBar>
  );
}

/** What each key does now; null where the core does not allow it. */
function useOffers(
  { card, actions, produced }: JobProps["job"],
  busy: boolean,
  does: { run: () => void; oneGood: () => void },
) {
  const navigate = useNavigate();
  const params = { job: card.job };
  const may = (...any: Action[]) => !busy && any.some((action) => actions.includes(action));
  const when = (allowed: boolean, then: () => void) => (allowed ? then : null);
  return {
    run: when(may("start", "pause", "resume"), does.run),
    consume: when(may("consume"), () => void navigate({ to: "/jobs/$job/consume", params })),
    weigh: when(may("weigh"), () => void navigate({ to: "/jobs/$job/weigh", params })),
    one_good: when(may("report"), does.oneGood),
    labels: when(
      may("print_label") || produced.length > 0,
      () => void navigate({ to: "/jobs/$job/labels", params }),
    ),
    inspect: when(may("inspect"), () => void navigate({ to: "/jobs/$job/inspect", params })),
    history: () => void navigate({ to: "/jobs/$job/history", params }),
    finish: when(may("finish"), () => void navigate({ to: "/jobs/$job/finish", params })),
    report: when(may("report"), () => void navigate({ to: "/jobs/$job/report", params })),
  };
}
