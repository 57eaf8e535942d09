import { IconBarcode } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useJobAct } from "../host/act";
import type { ComponentView, JobView } from "../host/types";
import { useHost } from "../host/views";
import { AmountField } from "../parts/amount_field";
import { Chip, Note } from "../parts/chip";
import { parseTyped } from "../parts/decimal";
import { Press, PressBar } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { Scrolled } from "../parts/scrolled";
import { useStore } from "../parts/store";
import { showDay } from "../parts/time";
import { useShortcuts } from "../parts/use_shortcuts";
import { resolve } from "../scan/found";
import { word } from "../words/words";
import { CodeDialog } from "./code_dialog";
import css from "./consume.module.css";
import { GiveBackDialog } from "./give_back_dialog";
import { isCovered } from "./job_materials";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import { choiceOf } from "./lot_choice";
import { consume, lotsToChoose, useLotScans, weigh } from "./lot_scans";

/** What goes in, by scan. Expected lots are shown, none is ever chosen for the person. */
export default function Consume() {
  return <JobScreen>{(props) => <Consuming {...props} />}</JobScreen>;
}

function Consuming({ job, back }: JobProps) {
  const host = useHost();
  const { busy, act } = useJobAct(job.card.job);
  const [amount, setAmount] = useState("");
  const [typing, setTyping] = useState(false);
  const [giving, setGiving] = useState(false);
  const typed = useRef(amount);
  typed.current = amount;
  useLotScans(job, act, () => parseTyped(typed.current));
  const typeCode = busy ? null : () => setTyping(true);
  const giveBack = busy || !job.actions.includes("return") ? null : () => setGiving(true);
  useShortcuts({ type_code: typeCode, give_back: giveBack });
  return (
    <>
      <div className={`${screen.one} ${css.body}`}>
        {!job.actions.includes("consume") && <Note tone="warn">{word("consume.no_run")}</Note>}
        <div className={css.prompt}>
          <IconBarcode aria-hidden size={64} stroke={1.25} />
          <strong>{word("consume.scan")}</strong>
          <div className={css.amount}>
            <AmountField
              label={word("consume.amount")}
              text={amount}
              unit={word("consume.as_needed")}
              active={false}
              onFocus={() => undefined}
              onText={setAmount}
            />
          </div>
        </div>
        <Choices job={job} act={act} />
        <Components job={job} />
      </div>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
        <Press shortcut="type_code" onPress={typeCode}>
          {word("scan.type")}
        </Press>
        <Press shortcut="give_back" onPress={giveBack}>
          {word("back.open")}
        </Press>
      </PressBar>
      <GiveBackDialog
        open={giving}
        taken={job.components.flatMap(({ taken }) => taken)}
        onClose={() => setGiving(false)}
        onBack={({ lot, number, quantity }, value) => {
          const command = { do: "return" as const, lot, quantity: { ...quantity, value } };
          void act(command, word("back.done", { lot: number }));
        }}
      />
      <CodeDialog
        open={typing}
        title={word("scan.type")}
        onClose={() => setTyping(false)}
        onCode={(text) => void resolve(host, { text })}
      />
    </>
  );
}

function Choices({ job, act }: { job: JobView; act: ReturnType<typeof useJobAct>["act"] }) {
  const lots = useStore(lotsToChoose);
  const navigate = useNavigate();
  if (lots.length === 0) return null;
  return (
    <fieldset className={css.choices}>
      <legend>{word("consume.choose")}</legend>
      {lots.map((lot) => (
        <Press
          key={lot.lot}
          wide
          onPress={() => {
            lotsToChoose.set([]);
            const weighed = choiceOf([lot], job.components)?.kind === "weigh";
            if (weighed) weigh(job, lot, navigate);
            else void consume(act, lot, null);
          }}
        >
          {word("consume.choice", {
            lot: lot.number,
            item: lot.description,
            left: showQuantity(lot.quantity),
          })}
        </Press>
      ))}
    </fieldset>
  );
}

function Components({ job }: { job: JobView }) {
  return (
    <Scrolled className={screen.panel} label={word("materials.title")}>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{word("consume.component")}</th>
            <th data-end>{word("consume.needed")}</th>
            <th data-end>{word("consume.consumed")}</th>
            <th>{word("consume.expected")}</th>
            <th>{word("consume.state")}</th>
          </tr>
        </thead>
        <tbody>
          {job.components.map((component) => (
            <Row key={component.material} component={component} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function Row({ component }: { component: ComponentView }) {
  const [first, ...others] = component.expected;
  return (
    <tr>
      <td>
        <strong>{component.description}</strong>
        <span className={css.id} dir="ltr">
          {component.material}
        </span>
      </td>
      <td data-end>{showQuantity(component.needed)}</td>
      <td data-end>{showQuantity(component.consumed)}</td>
      <td>
        {first ? (
          <>
            <span dir="ltr">{first.number}</span>
            <span className={css.id}>
              {[
                showQuantity(first.quantity),
                first.expires && word("consume.expires", { day: showDay(first.expires) }),
                first.location,
                others.length > 0 && word("consume.more", { count: others.length }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </>
        ) : (
          <span className={css.id}>
            {word(component.tracking === "none" ? "consume.untracked" : "consume.no_lot")}
          </span>
        )}
      </td>
      <td>
        {isCovered(component) ? (
          <Chip tone="done">{word("materials.complete")}</Chip>
        ) : (
          <Chip tone="neutral">{word(`issue.${component.issue}`)}</Chip>
        )}
      </td>
    </tr>
  );
}
