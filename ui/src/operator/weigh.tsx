import { useEffect, useState } from "react";
import { useJobAct } from "../host/act";
import type { ComponentView, FoundLot, JobView, WeightView } from "../host/types";
import { useHost, useView } from "../host/views";
import { Chip, Note } from "../parts/chip";
import { Press, PressBar } from "../parts/press";
import { showAmount, showQuantity } from "../parts/quantity";
import { useStore } from "../parts/store";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded } from "../parts/waiting";
import { resolve } from "../scan/found";
import { sentence, word } from "../words/words";
import { BAND_FROM, BAND_TO, pointerAt, type Standing, standing } from "./band";
import { CodeDialog } from "./code_dialog";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import { useLotScans, weighedLot } from "./lot_scans";
import css from "./weigh.module.css";

/** A portion on the scale: live, against its band, taken only by a person. */
export default function Weigh() {
  return <JobScreen>{(props) => <Weighing {...props} />}</JobScreen>;
}

function Weighing({ job, back }: JobProps) {
  const host = useHost();
  const { busy, act } = useJobAct(job.card.job);
  const lot = useStore(weighedLot);
  const weight = useView("view_weight", {});
  const [typing, setTyping] = useState(false);
  useEffect(() => () => weighedLot.set(null), []);
  useLotScans(job, act);
  async function take(from: FoundLot) {
    const done = word("weigh.done", { lot: from.number, item: from.description });
    if (await act({ do: "weigh", lot: from.lot }, done)) weighedLot.set(null);
  }
  const may = job.actions.includes("weigh");
  const accept = lot && may && !busy ? () => void take(lot) : null;
  const typeCode = busy ? null : () => setTyping(true);
  useShortcuts({ weigh_accept: accept, weigh_code: typeCode });
  return (
    <>
      <div className={`${screen.one} ${css.body}`}>
        {!may && <Note tone="warn">{word("weigh.no_run")}</Note>}
        <Subject job={job} lot={lot} />
        <Loaded view={weight}>
          {(shown) => <Scale weight={shown} component={componentOf(job, lot)} />}
        </Loaded>
      </div>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
        <Press shortcut="weigh_code" onPress={typeCode}>
          {word("scan.type")}
        </Press>
        <Press
          shortcut="weigh_accept"
          onPress={accept}
          main
          why={word(may ? "weigh.scan_first" : "weigh.no_run")}
        >
          {word("weigh.accept")}
        </Press>
      </PressBar>
      <CodeDialog
        open={typing}
        title={word("scan.type")}
        onClose={() => setTyping(false)}
        onCode={(text) => void resolve(host, { text })}
      />
    </>
  );
}

/** The weighed component the scanned lot is for. */
function componentOf(job: JobView, lot: FoundLot | null): ComponentView | undefined {
  return job.components.find(
    ({ issue, material }) => issue === "weigh" && material === lot?.material,
  );
}

function Subject({ job, lot }: { job: JobView; lot: FoundLot | null }) {
  if (lot) {
    return (
      <div className={css.subject}>
        <strong>{lot.description}</strong>
        <span>{word("weigh.lot", { lot: lot.number, left: showQuantity(lot.quantity) })}</span>
      </div>
    );
  }
  const open = job.components.filter(({ issue }) => issue === "weigh");
  return (
    <div className={css.subject}>
      <strong>{word("weigh.scan")}</strong>
      <span>
        {open
          .map((component) =>
            word("weigh.open", {
              item: component.description,
              consumed: showQuantity(component.consumed),
              needed: showQuantity(component.needed),
            }),
          )
          .join(" · ")}
      </span>
    </div>
  );
}

function Scale({
  weight,
  component,
}: {
  weight: WeightView;
  component: ComponentView | undefined;
}) {
  if (weight.shows === "no_weight") {
    return (
      <div className={css.scale}>
        <span className={css.none}>—</span>
        <Note tone="warn">{sentence(weight.sentence)}</Note>
      </div>
    );
  }
  const stands = component ? standing(weight.weight, component) : "unknown";
  return (
    <div className={css.scale}>
      <div className={css.reading} aria-live="polite">
        <strong>{showAmount(weight.weight.value)}</strong>
        <span>{weight.weight.unit}</span>
      </div>
      <div className={css.flags}>
        <Chip tone={weight.stable ? "done" : "neutral"}>
          {word(weight.stable ? "weigh.stable" : "weigh.moving")}
        </Chip>
        {stands !== "unknown" && <Stands stands={stands} />}
      </div>
      {component && <Band weight={weight.weight} component={component} />}
    </div>
  );
}

function Stands({ stands }: { stands: Exclude<Standing, "unknown"> }) {
  const tone = stands === "within" ? "good" : "warn";
  return <Chip tone={tone}>{word(`weigh.${stands}`)}</Chip>;
}

function Band({
  weight,
  component,
}: {
  weight: { value: string; unit: string };
  component: ComponentView;
}) {
  const { weigh_min: least, weigh_max: most } = component;
  if (least == null || most == null) return null;
  const at = pointerAt(weight, component);
  return (
    <div className={css.band}>
      {at !== null && (
        <div className={css.track} aria-hidden>
          <span
            className={css.ok}
            style={{
              insetInlineStart: `${BAND_FROM / 10}%`,
              inlineSize: `${(BAND_TO - BAND_FROM) / 10}%`,
            }}
          />
          <span className={css.pointer} style={{ insetInlineStart: `${at / 10}%` }} />
        </div>
      )}
      <span>{word("weigh.band", { least: showQuantity(least), most: showQuantity(most) })}</span>
    </div>
  );
}
