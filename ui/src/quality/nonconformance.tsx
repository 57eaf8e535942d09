import { Button } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../host/act";
import type { DoubtAction, DoubtCommand, NonconformanceView } from "../host/types";
import { useHost } from "../host/views";
import { ReasonDialog } from "../operator/reason_dialog";
import { Chip } from "../parts/chip";
import { parseTyped } from "../parts/decimal";
import { tell, tellFailure } from "../parts/notice";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { DOUBT } from "../parts/states";
import { showMoment } from "../parts/time";
import { sentence, word } from "../words/words";
import { DispositionForm } from "./disposition_form";
import css from "./nonconformances.module.css";

interface NonconformanceProps {
  doubt: NonconformanceView;
  zone: string;
}

/** One nonconformance: facts, what is held, what was decided or is to be. */
export function Nonconformance({ doubt, zone }: NonconformanceProps) {
  const { busy, send } = useDoubt(doubt.nonconformance);
  const may = (action: DoubtAction) => doubt.actions.includes(action);
  const { tone, says } = DOUBT[doubt.status];
  return (
    <div className={css.detail}>
      <h2 className={css.head}>
        <span dir="ltr">{doubt.number}</span>
        <Chip tone={tone}>{word(says)}</Chip>
      </h2>
      <p>
        <strong>{sentence(doubt.cause)}</strong>
      </p>
      <p className={page.quiet}>
        {word("doubt.facts", {
          item: `${doubt.material} ${doubt.description}`,
          job: doubt.found_at_job ?? word("doubt.no_job"),
          who: doubt.who ?? word("history.nobody"),
          at: doubt.at ? showMoment(doubt.at, zone) : "",
        })}
      </p>
      {doubt.quantity && <p>{word("doubt.in_doubt", { amount: showQuantity(doubt.quantity) })}</p>}
      <Lots doubt={doubt} />
      {may("count") && <Count doubt={doubt} busy={busy} send={send} />}
      {may("contain") && <Contain busy={busy} send={send} />}
      {may("disposition") && (
        <DispositionForm key={doubt.quantity?.value} doubt={doubt} busy={busy} send={send} />
      )}
      {doubt.rows.length > 0 && <Decided doubt={doubt} />}
      {may("close") && <Close busy={busy} send={send} />}
    </div>
  );
}

/** Sends a command and says what came of it. */
export type SendDoubt = (command: DoubtCommand, done: string) => Promise<boolean>;

function useDoubt(nonconformance: string) {
  const { busy, act } = useAct();
  const send: SendDoubt = async (command, done) => {
    const answer = await act("command_nonconformance", { nonconformance, command });
    if (answer !== null) tell("accept", done);
    return answer !== null;
  };
  return { busy, send };
}

function Lots({ doubt }: { doubt: NonconformanceView }) {
  if (doubt.lots.length === 0) return <p className={page.quiet}>{word("doubt.no_lots")}</p>;
  return (
    <ul className={css.lots}>
      {doubt.lots.map((lot) => (
        <li key={lot.lot}>
          <strong dir="ltr">{lot.number}</strong>
          <span>
            {word("lots.left_of", {
              left: showQuantity(lot.left),
              entered: showQuantity(lot.entered),
            })}
          </span>
          <Chip tone={lot.held ? "hold" : "neutral"}>
            {word(lot.held ? "doubt.is_held" : "doubt.is_free")}
          </Chip>
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  busy: boolean;
  send: SendDoubt;
}

/** Another lot, by its number. A number that means several lots is scanned on the lot's own screen. */
function Contain({ busy, send }: PartProps) {
  const host = useHost();
  const [text, setText] = useState("");
  async function contain() {
    const found = await host.call("find_scan", { text: text.trim() }).catch(tellFailure);
    if (!found) return;
    const [only, ...others] = found.found === "lots" ? found.lots : [];
    if (only === undefined || others.length > 0) {
      tell("reject", word("doubt.one_lot"));
      return;
    }
    const command = { do: "contain" as const, lot: only.lot };
    if (await send(command, word("doubt.contained", { lot: only.number }))) setText("");
  }
  return (
    <form
      className={css.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void contain();
      }}
    >
      <input
        className={page.input}
        aria-label={word("doubt.another_lot")}
        placeholder={word("doubt.another_lot")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="default" disabled={busy || text.trim() === ""}>
        {word("doubt.contain")}
      </Button>
    </form>
  );
}

/** More or less is in doubt than was said when it was found. */
function Count({ doubt, busy, send }: PartProps & { doubt: NonconformanceView }) {
  const [text, setText] = useState("");
  const [counting, setCounting] = useState(false);
  const value = parseTyped(text);
  const { quantity } = doubt;
  if (quantity == null) return null;
  return (
    <form
      className={css.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== null) setCounting(true);
      }}
    >
      <input
        className={page.input}
        aria-label={word("doubt.amount")}
        placeholder={word("doubt.amount")}
        inputMode="decimal"
        dir="ltr"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <span>{quantity.unit}</span>
      <Button type="submit" variant="default" disabled={busy || value === null}>
        {word("doubt.count")}
      </Button>
      <ReasonDialog
        open={counting}
        title={word("doubt.count_why")}
        choices={[word("doubt.counted_again")]}
        onClose={() => setCounting(false)}
        onReason={(note) => {
          const more = { value: value ?? "", unit: quantity.unit };
          void send({ do: "count", quantity: more, note }, word("doubt.counted"));
        }}
      />
    </form>
  );
}

function Decided({ doubt }: { doubt: NonconformanceView }) {
  return (
    <section>
      <h3>{word("doubt.decided")}</h3>
      <ul className={css.lots}>
        {doubt.rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
          <li key={place}>
            <span>{showQuantity(row.quantity)}</span>
            <span dir="ltr">{row.lot?.[1] ?? word("doubt.loose")}</span>
            <strong>{word(`disposition.${row.disposition}`)}</strong>
          </li>
        ))}
      </ul>
      <p>{sentence(doubt.note)}</p>
    </section>
  );
}

function Close({ busy, send }: PartProps) {
  const [closing, setClosing] = useState(false);
  return (
    <>
      <Button disabled={busy} onClick={() => setClosing(true)}>
        {word("doubt.close")}
      </Button>
      <ReasonDialog
        open={closing}
        title={word("doubt.close_why")}
        choices={[word("doubt.measured_again")]}
        onClose={() => setClosing(false)}
        onReason={(note) => void send({ do: "close", note }, word("doubt.closed"))}
      />
    </>
  );
}
