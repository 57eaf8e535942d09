import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useAct } from "../host/act";
import type { JobCard, OrderView } from "../host/types";
import { useView } from "../host/views";
import { lateness } from "../operator/job_card";
import { Chip, Note } from "../parts/chip";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { showAmount, showQuantity } from "../parts/quantity";
import { ORDER, READINESS, whyNot } from "../parts/states";
import { showDue, showMoment } from "../parts/time";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import css from "./order.module.css";
import { mayRelease } from "./tray";

/** One order with its operations. */
export default function Order() {
  const { order } = useParams({ strict: false });
  const view = useView("view_order", { order_id: order ?? "" });
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  const navigate = useNavigate();
  useShortcuts({ back: () => void navigate({ to: "/orders" }) });
  return <Loaded view={view}>{(shown) => <Detail order={shown} zone={zone} />}</Loaded>;
}

function Detail({ order, zone }: { order: OrderView; zone: string }) {
  const { row } = order;
  const { busy, act } = useAct();
  const views = useQueryClient();
  const sign = ORDER[row.status];
  async function release() {
    const body = { order_id: row.order_id, seen: row.head, command: { do: "release" } as const };
    const answer = await act("command_operations_request", body);
    void views.invalidateQueries();
    if (answer) tell("accept", word("orders.released", { order: row.order }));
  }
  return (
    <div className={`${page.page} ${page.scroll}`}>
      <div className={page.title}>
        <Link to="/orders" className={page.link}>
          {word("orders.title")}
        </Link>
        <h1 dir="ltr">{row.order}</h1>
        <Chip tone={sign.tone}>{word(sign.says)}</Chip>
        {mayRelease(row) && (
          <Button className={page.end} disabled={busy} onClick={() => void release()}>
            {word("orders.release")}
          </Button>
        )}
      </div>
      <div className={page.panel}>
        <dl className={css.facts}>
          <Fact says="orders.item">
            {word("orders.item_text", { material: row.material, text: row.description })}
          </Fact>
          <Fact says="orders.quantity">{showQuantity(row.quantity)}</Fact>
          <Fact says="order.start">{row.start == null ? "–" : showMoment(row.start, zone)}</Fact>
          <Fact says="orders.due">
            {row.due == null ? word("orders.no_due") : showMoment(row.due, zone)}
          </Fact>
          <Fact says="orders.erp">{row.erp_state}</Fact>
          <Fact says="order.revision">{row.revision}</Fact>
        </dl>
        {row.findings.length > 0 && (
          <ul className={css.findings}>
            {row.findings.map((finding) => (
              <li key={finding}>
                <Note tone="warn">{sentence(finding)}</Note>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={page.panel}>
        <h2>{word("order.operations")}</h2>
        {order.jobs.length === 0 ? (
          <Nothing title={word("order.no_jobs")} hint={word("order.no_jobs_hint")} />
        ) : (
          <Operations order={order} zone={zone} />
        )}
      </div>
    </div>
  );
}

function Fact(props: {
  says:
    | "orders.item"
    | "orders.quantity"
    | "order.start"
    | "orders.due"
    | "orders.erp"
    | "order.revision";
  children: React.ReactNode;
}) {
  return (
    <div>
      <dt>{word(props.says)}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Operations({ order, zone }: { order: OrderView; zone: string }) {
  return (
    <table className={page.table}>
      <thead>
        <tr>
          <th>{word("order.op")}</th>
          <th>{word("order.op_name")}</th>
          <th>{word("orders.status")}</th>
          <th>{word("order.where")}</th>
          <th data-end>{word("order.good")}</th>
          <th data-end>{word("job.scrap")}</th>
          <th data-end>{word("job.remaining")}</th>
          <th>{word("orders.due")}</th>
          <th>{word("order.why")}</th>
        </tr>
      </thead>
      <tbody>
        {order.jobs.map((card) => (
          <Operation key={card.job} card={card} now={order.now} zone={zone} />
        ))}
      </tbody>
    </table>
  );
}

function Operation({ card, now, zone }: { card: JobCard; now: string; zone: string }) {
  const { tone, says } = READINESS[card.readiness];
  const why = whyNot(card);
  return (
    <tr>
      <td>
        <Link to="/jobs/$job" params={{ job: card.job }} className={page.link} dir="ltr">
          {card.segment}
        </Link>
      </td>
      <td>{card.name}</td>
      <td>
        <Chip tone={tone}>{word(says)}</Chip>
      </td>
      <td>{(card.work_unit ?? card.work_center).name}</td>
      <td data-end>{showAmount(card.good.value)}</td>
      <td data-end>{showAmount(card.scrap.value)}</td>
      <td data-end>{showQuantity(card.remaining)}</td>
      <td>{card.due == null ? "" : showDue(card.due, now, zone)}</td>
      <td>
        {card.late && <Note tone="alarm">{sentence(card.behind_reason ?? lateness(card))}</Note>}
        {why && <Note tone="warn">{sentence(why)}</Note>}
      </td>
    </tr>
  );
}
