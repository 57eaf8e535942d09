import { Button } from "@mantine/core";
import { useState } from "react";
import type { Disposition, NonconformanceView } from "../host/types";
import page from "../parts/page.module.css";
import { word } from "../words/words";
import { firstRows, rowsOf, type TypedRow } from "./disposition";
import type { SendDoubt } from "./nonconformance";
import css from "./nonconformances.module.css";
import { NOTE_CHARS_MAX } from "./open";

const DISPOSITIONS: Disposition[] = ["use_as_is", "rework", "scrap", "return"];

interface FormProps {
  doubt: NonconformanceView;
  busy: boolean;
  send: SendDoubt;
}

/** What becomes of all that is in doubt, amount by amount, and why. */
export function DispositionForm({ doubt, busy, send }: FormProps) {
  const [typed, setTyped] = useState(() => firstRows(doubt));
  const [note, setNote] = useState("");
  const rows = rowsOf(typed, doubt);
  const ready = rows !== null && note.trim() !== "";
  const change = (place: number, with_: Partial<TypedRow>) =>
    setTyped(typed.map((row, at) => (at === place ? { ...row, ...with_ } : row)));
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy)
          void send({ do: "disposition", rows, note: note.trim() }, word("doubt.dispositioned"));
      }}
    >
      <h3>{word("doubt.decide")}</h3>
      {typed.map((row, place) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added and taken from the end
          key={place}
          row={row}
          doubt={doubt}
          onChange={(with_) => change(place, with_)}
        />
      ))}
      <div className={css.row}>
        <Button
          variant="default"
          onClick={() =>
            setTyped([...typed, { lot: typed[0]?.lot ?? "", text: "", disposition: "use_as_is" }])
          }
        >
          {word("doubt.more_rows")}
        </Button>
        {typed.length > 1 && (
          <Button variant="default" onClick={() => setTyped(typed.slice(0, -1))}>
            {word("doubt.fewer_rows")}
          </Button>
        )}
      </div>
      <label className={css.note}>
        {word("doubt.note")}
        <textarea
          rows={2}
          maxLength={NOTE_CHARS_MAX}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <Button type="submit" disabled={!ready} loading={busy}>
        {word("doubt.dispose")}
      </Button>
    </form>
  );
}

interface RowProps {
  row: TypedRow;
  doubt: NonconformanceView;
  onChange: (with_: Partial<TypedRow>) => void;
}

function Row({ row, doubt, onChange }: RowProps) {
  return (
    <div className={css.row}>
      <input
        className={page.input}
        aria-label={word("doubt.amount")}
        inputMode="decimal"
        dir="ltr"
        value={row.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <span>{doubt.quantity?.unit}</span>
      <select
        className={page.input}
        aria-label={word("doubt.lot")}
        value={row.lot}
        onChange={(event) => onChange({ lot: event.target.value })}
      >
        {doubt.lots.map((lot) => (
          <option key={lot.lot} value={lot.lot}>
            {lot.number}
          </option>
        ))}
        <option value="">{word("doubt.loose")}</option>
      </select>
      <select
        className={page.input}
        aria-label={word("doubt.becomes")}
        value={row.disposition}
        onChange={(event) => onChange({ disposition: event.target.value as Disposition })}
      >
        {DISPOSITIONS.map((disposition) => (
          <option key={disposition} value={disposition}>
            {word(`disposition.${disposition}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
