import type { OutboxRow, OutboxView } from "../host/types";
import { useView } from "../host/views";
import { Chip, Note } from "../parts/chip";
import page from "../parts/page.module.css";
import { Scrolled } from "../parts/scrolled";
import { DELIVERY } from "../parts/states";
import { showMoment } from "../parts/time";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";

/** What goes back to the ERP, and what it said to it. */
export default function Outbox() {
  const outbox = useView("view_outbox", {});
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  return <Loaded view={outbox}>{(shown) => <Messages outbox={shown} zone={zone} />}</Loaded>;
}

function Messages({ outbox, zone }: { outbox: OutboxView; zone: string }) {
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("outbox.title")}</h1>
        <span className={page.quiet}>{word("outbox.waiting", { pending: outbox.pending })}</span>
      </div>
      {outbox.messages.length === 0 ? (
        <Nothing title={word("outbox.none")} hint={word("outbox.none_hint")} />
      ) : (
        <Scrolled className={`${page.panel} ${page.scroll}`} label={word("outbox.title")}>
          <table className={page.table}>
            <thead>
              <tr>
                <th>{word("orders.status")}</th>
                <th>{word("orders.order")}</th>
                <th>{word("order.op")}</th>
                <th>{word("outbox.made")}</th>
                <th>{word("outbox.message")}</th>
                <th>{word("outbox.text")}</th>
              </tr>
            </thead>
            <tbody>
              {outbox.messages.map((row) => (
                <Message key={row.message} row={row} zone={zone} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </div>
  );
}

function Message({ row, zone }: { row: OutboxRow; zone: string }) {
  const { tone, says } = DELIVERY[row.state];
  return (
    <tr>
      <td>
        <Chip tone={tone}>{word(says)}</Chip>
      </td>
      <td dir="ltr">{row.order}</td>
      <td dir="ltr">{row.segment}</td>
      <td>{showMoment(row.created_at, zone)}</td>
      <td dir="ltr" className={page.quiet}>
        {row.message}
      </td>
      <td>
        {row.corrects != null && (
          <span dir="ltr">{word("outbox.corrects", { message: row.corrects })}</span>
        )}
        {row.text != null && (
          <Note tone={tone === "alarm" ? "alarm" : "warn"}>{sentence(row.text)}</Note>
        )}
      </td>
    </tr>
  );
}
