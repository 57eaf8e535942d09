import { useState } from "react";
import { useJobAct } from "../host/act";
import type { InspectionView, Observed } from "../host/types";
import { AmountField } from "../parts/amount_field";
import { Chip, Note } from "../parts/chip";
import { parseTyped } from "../parts/decimal";
import { Press, PressBar } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { Scrolled } from "../parts/scrolled";
import { showMoment } from "../parts/time";
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
  const { busy, act } = useJobAct(job.card.job);
  const [key, setKey] = useState<string | null>(null);
  const chosen =
    job.inspections.find(({ characteristic }) => characteristic === key) ??
    firstDue(job.inspections);
  const send = (characteristic: string) => async (observed: Observed, gauge: string | null) => {
    const done = await act(
      { do: "inspect", characteristic, observed, gauge },
      word("inspect.recorded"),
    );
    if (done) setKey(null);
  };
  return (
    <>
      <div className={screen.body}>
        <Scrolled className={screen.panel} label={word("inspect.title")}>
          {job.inspections.length === 0 && (
            <Nothing title={word("inspect.none")} hint={word("inspect.none_hint")} />
          )}
          <ul className={css.list}>
            {job.inspections.map((one) => (
              <li key={one.characteristic}>
                <Line one={one} chosen={one === chosen} onChoose={setKey} />
              </li>
            ))}
          </ul>
        </Scrolled>
        {chosen && (
          <section className={screen.panel} aria-label={chosen.name}>
            <Entry
              key={`${chosen.characteristic} ${chosen.results.length}`}
              one={chosen}
              busy={busy || !job.actions.includes("inspect")}
              onFound={send(chosen.characteristic)}
            />
            <Results one={chosen} zone={zone} />
          </section>
        )}
      </div>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
      </PressBar>
    </>
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
  busy: boolean;
  onFound: (observed: Observed, gauge: string | null) => void;
}

/** One value on the keypad or a keyboard; what is judged has two buttons. */
function Entry({ one, busy, onFound }: EntryProps) {
  const [text, setText] = useState("");
  const [gauge, setGauge] = useState("");
  const value = text === "" ? null : parseTyped(text);
  const tool = gauge.trim() === "" ? null : gauge.trim();
  const { unit } = one;
  const measured = () => {
    if (value !== null && unit != null) onFound({ measured: { value, unit } }, tool);
  };
  return (
    <form
      className={css.entry}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && one.may) measured();
      }}
    >
      <h2>{word("inspect.asks", { name: one.name, specification: one.specification })}</h2>
      {one.failed && <Note tone="alarm">{word("inspect.failed")}</Note>}
      {!one.may && (
        <Note tone="warn">{word("inspect.not_yours", { who: word(`owner.${one.by}`) })}</Note>
      )}
      {unit != null && (
        <AmountField
          label={word("inspect.value")}
          text={text}
          unit={unit}
          active
          big
          onFocus={() => undefined}
          onText={setText}
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
      <div className={css.answers}>
        {unit != null ? (
          <Press wide main onPress={busy || !one.may || value === null ? null : measured}>
            {word("inspect.record")}
          </Press>
        ) : (
          <>
            <Press
              wide
              main
              onPress={busy || !one.may ? null : () => onFound({ judged: true }, tool)}
            >
              {word("inspect.in_order")}
            </Press>
            <Press wide onPress={busy || !one.may ? null : () => onFound({ judged: false }, tool)}>
              {word("inspect.not_in_order")}
            </Press>
          </>
        )}
      </div>
    </form>
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
