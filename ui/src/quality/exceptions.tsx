import { Button } from "@mantine/core";
import { useState } from "react";
import { session } from "../host/session";
import type { ExceptionRow, ExceptionsView } from "../host/types";
import { useView } from "../host/views";
import { Chip } from "../parts/chip";
import page from "../parts/page.module.css";
import { Scrolled } from "../parts/scrolled";
import { useStore } from "../parts/store";
import { showMoment } from "../parts/time";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import css from "./exceptions.module.css";
import { ownRows } from "./open";
import { SettleDialog } from "./settle_dialog";

/** What does not add up, whose it is, and how it gets settled. */
export default function Exceptions() {
  const open = useView("view_exceptions", {});
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  return <Loaded view={open}>{(shown) => <Open shown={shown} zone={zone} />}</Loaded>;
}

function Open({ shown, zone }: { shown: ExceptionsView; zone: string }) {
  const [settling, setSettling] = useState<ExceptionRow | null>(null);
  const own = ownRows(shown, useStore(session));
  const count = shown.exceptions.length;
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("exceptions.title")}</h1>
        {count > 0 && (
          <span className={page.quiet}>
            {word(shown.more ? "exceptions.newest" : "exceptions.count", {
              count,
              own: own.length,
            })}
          </span>
        )}
      </div>
      {count === 0 ? (
        <Nothing title={word("exceptions.none")} hint={word("exceptions.none_hint")} />
      ) : (
        <Table rows={shown.exceptions} own={own} zone={zone} onSettle={setSettling} />
      )}
      <SettleDialog row={settling} onClose={() => setSettling(null)} />
    </div>
  );
}

interface TableProps {
  rows: ExceptionRow[];
  /** Those that are for the person at the screen to settle. */
  own: ExceptionRow[];
  zone: string;
  onSettle: (row: ExceptionRow) => void;
}

function Table({ rows, own, zone, onSettle }: TableProps) {
  return (
    <Scrolled className={`${page.panel} ${page.scroll}`} label={word("exceptions.title")}>
      <table className={page.table}>
        <thead>
          <tr>
            <th>{word("exceptions.owner")}</th>
            <th>{word("exceptions.subject")}</th>
            <th>{word("exceptions.sentence")}</th>
            <th>{word("exceptions.at")}</th>
            <th>{word("exceptions.who")}</th>
            <th>{word("exceptions.station")}</th>
            <th data-end>{word("orders.act")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line
              key={`${row.event} ${row.subject}`}
              own={own.includes(row)}
              {...{ row, zone, onSettle }}
            />
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

interface LineProps {
  row: ExceptionRow;
  own: boolean;
  zone: string;
  onSettle: (row: ExceptionRow) => void;
}

function Line({ row, own, zone, onSettle }: LineProps) {
  return (
    <tr>
      <td>
        <Chip tone={own ? "action" : "neutral"}>{word(`owner.${row.owner}`)}</Chip>
      </td>
      <td dir="ltr" className={css.subject}>
        {row.subject}
      </td>
      <td className={css.sentence}>
        {sentence(row.sentence)}
        {row.detail && <span className={css.detail}>{sentence(row.detail)}</span>}
      </td>
      <td className={css.whole}>{showMoment(row.at, zone)}</td>
      <td>{row.who ?? word("exceptions.nobody")}</td>
      <td dir="ltr" className={`${css.whole} ${page.quiet}`}>
        {row.station}
      </td>
      <td data-end>
        <Button
          variant="default"
          aria-label={word("exceptions.settle_name", { subject: row.subject })}
          onClick={() => onSettle(row)}
        >
          {word("exceptions.settle_open")}
        </Button>
      </td>
    </tr>
  );
}
