import { useState } from "react";
import { useJobAct } from "../host/act";
import type { InspectionView, JobView, Observed } from "../host/types";
import { AmountField } from "../parts/amount_field";
import { Chip, Note } from "../parts/chip";
import { parseTyped } from "../parts/decimal";
import { pressPad } from "../parts/keypad";
import { NumberPad } from "../parts/number_pad";
import { Press, PressBar } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { Scrolled } from "../parts/scrolled";
import { showMoment } from "../parts/time";
import { useShortcuts } from "../parts/use_shortcuts";
import { Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import css from "./inspect.module.css";
import { firstDue, occasionWord, standing } from "./inspections";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";

/** What is inspected at the job: what is due, what conforms, what was found. */
export default function Inspect() {
  return <JobScreen>{(props) => <Inspecting {...props} />}</JobScreen>;
}

function Inspecting({ job, zone, back }: JobProps) {
  const [key, setKey] = useState<string | null>(null);
  const chosen =
    job.inspections.find(({ characteristic }) => characteristic === key) ??
    firstDue(job.inspections);
  const list = <List job={job} chosen={chosen} onChoose={setKey} />;
  if (chosen === undefined)
    return (
      <>
        <div className={screen.body}>{list}</div>
        <Bar back={back} />
      </>
    );
  const typed = `${chosen.characteristic} ${chosen.results.length}`;
  return (
    <Entry key={typed} one={chosen} {...{ job, zone, back, list }} onDone={() => setKey(null)} />
  );
}

interface ListProps {
  job: JobView;
  chosen: InspectionView | undefined;
  onChoose: (characteristic: string) => void;
}

function List({ job, chosen, onChoose }: ListProps) {
  return (
    <Scrolled className={screen.panel} label={word("inspect.title")}>
      {job.inspections.length === 0 && (
        <Nothing title={word("inspect.none")} hint={word("inspect.none_hint")} />
      )}
      <ul className={css.list}>
        {job.inspections.map((one) => (
          <li key={one.characteristic}>
            <Line one={one} chosen={one === chosen} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </Scrolled>
  );
}

interface LineProps {
  one: InspectionView;
  chosen: boolean;
  onChoose: (characteristic: string) => void;
}

function Line({ one, chosen, onChoose }: LineProps) {
  const { tone, says } = standing(one);
  return (
    <button
      type="button"
      className={css.line}
      aria-pressed={chosen}
      onClick={() => onChoose(one.characteristic)}
    >
      <strong>{one.name}</strong>
      <span>{sentence(one.specification)}</span>
      <span className={css.quiet}>{occasionWord(one.occasion)}</span>
      <Chip tone={tone}>{word(says, { times: one.due })}</Chip>
    </button>
  );
}

interface EntryProps {
  one: InspectionView;
  job: JobView;
  zone: string;
  back: () => void;
  list: React.ReactNode;
  onDone: () => void;
}

/** One value on the pad or a keyboard; what is judged has two buttons. */
function Entry({ one, job, zone, back, list, onDone }: EntryProps) {
  const { busy, act } = useJobAct(job.card.job);
  const [typing, setTyping] = useState({ text: "", fresh: false });
  const [gauge, setGauge] = useState("");
  const { characteristic, unit } = one;
  const value = parseTyped(typing.text);
  const may = !busy && one.may && job.actions.includes("inspect");
  async function send(observed: Observed) {
    const tool = gauge.trim() === "" ? null : gauge.trim();
    const command = { do: "inspect" as const, characteristic, observed, gauge: tool };
    if (await act(command, word("inspect.recorded"))) onDone();
  }
  const measured =
    may && unit != null && value !== null ? () => void send({ measured: { value, unit } }) : null;
  const judged = (inOrder: boolean) => (may ? () => void send({ judged: inOrder }) : null);
  useShortcuts({ inspect_record: measured });
  return (
    <>
      <div className={screen.body}>
        {list}
        <section className={screen.panel} aria-label={one.name}>
          <h2>{word("inspect.asks", { name: one.name, specification: one.specification })}</h2>
          {one.failed && <Note tone="alarm">{word("inspect.failed")}</Note>}
          {!one.may && (
            <Note tone="warn">{word("inspect.not_yours", { who: word(`owner.${one.by}`) })}</Note>
          )}
          <div className={css.found}>
            {unit != null && (
              <AmountField
                label={word("inspect.value")}
                text={typing.text}
                unit={unit}
                active
                onFocus={() => undefined}
                onText={(text) => setTyping({ text, fresh: false })}
              />
            )}
            <label className={css.gauge}>
              {word("inspect.gauge")}
              <input
                value={gauge}
                autoComplete="off"
                onChange={(event) => setGauge(event.target.value)}
              />
            </label>
          </div>
          {unit != null && <NumberPad onKey={(key) => setTyping((old) => pressPad(old, key))} />}
          <Results one={one} zone={zone} />
        </section>
      </div>
      <Bar back={back}>
        {unit != null ? (
          <Press shortcut="inspect_record" main onPress={measured}>
            {word("inspect.record")}
          </Press>
        ) : (
          <>
            <Press onPress={judged(false)}>{word("inspect.not_in_order")}</Press>
            <Press main onPress={judged(true)}>
              {word("inspect.in_order")}
            </Press>
          </>
        )}
      </Bar>
    </>
  );
}

function Bar({ back, children }: { back: () => void; children?: React.ReactNode }) {
  return (
    <PressBar>
      <Press shortcut="back" onPress={back}>
        {word("job.to_job")}
      </Press>
      {children}
    </PressBar>
  );
}

function Results({ one, zone }: { one: InspectionView; zone: string }) {
  if (one.results.length === 0) return null;
  return (
    <ol className={css.results}>
      {one.results.map((result) => (
        <li key={result.at}>
          <time>{showMoment(result.at, zone)}</time>
          <span>{result.who ?? word("history.nobody")}</span>
          <strong>
            {"measured" in result.observed ? showQuantity(result.observed.measured) : ""}
          </strong>
          <Chip tone={result.conforms ? "good" : "alarm"}>
            {word(result.conforms ? "inspect.conforms" : "inspect.does_not")}
          </Chip>
        </li>
      ))}
    </ol>
  );
}
