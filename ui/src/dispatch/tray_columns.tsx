import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OrderRow } from "../host/types";
import { Chip, Note } from "../parts/chip";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { type Columns, columnsOf } from "../parts/rows";
import { ORDER } from "../parts/states";
import { showDue } from "../parts/time";
import { sentence, type WordId, word } from "../words/words";
import { mayRelease } from "./tray";

/** What the cells of the tray need besides their order. */
export interface TrayCells {
  now: string;
  zone: string;
  busy: boolean;
  release: (row: OrderRow) => Promise<void>;
}

/** Widths of the tray's columns, as a CSS grid template. */
export const TRAY_TEMPLATE =
  "108px 100px minmax(190px, 3fr) 80px 144px 76px 56px minmax(150px, 2fr) 80px";

const column = columnsOf<OrderRow>();

/** The tray's columns, in reading order. */
export function trayColumns({ now, zone, busy, release }: TrayCells): Columns<OrderRow> {
  return [
    cell("orders.status", (row) => (
      <Chip tone={ORDER[row.status].tone}>{word(ORDER[row.status].says)}</Chip>
    )),
    cell("orders.order", (row) => (
      <Link className={page.link} to="/orders/$order" params={{ order: row.order_id }} dir="ltr">
        {row.order}
      </Link>
    )),
    cell("orders.item", (row) =>
      word("orders.item_text", { material: row.material, text: row.description }),
    ),
    cell("orders.quantity", (row) => showQuantity(row.quantity)),
    cell("orders.due", (row) =>
      row.due == null ? word("orders.no_due") : showDue(row.due, now, zone),
    ),
    cell("orders.erp", (row) => row.erp_state),
    cell("orders.operations", done),
    cell("orders.findings", (row) => <Findings findings={row.findings} />),
    cell(
      "orders.act",
      (row) =>
        mayRelease(row) && (
          <Button size="compact-sm" disabled={busy} onClick={() => void release(row)}>
            {word("orders.release")}
          </Button>
        ),
    ),
  ];
}

function cell(says: WordId, draw: (row: OrderRow) => React.ReactNode) {
  return column.display({
    id: says,
    header: () => word(says),
    cell: ({ row }) => draw(row.original),
  });
}

function done({ jobs, jobs_completed }: OrderRow): string {
  return jobs === 0 ? "" : word("orders.done_of", { done: jobs_completed, all: jobs });
}

/** What hinders a release: the first sentence, and how many more there are. */
function Findings({ findings }: { findings: string[] }) {
  const [first] = findings;
  if (first === undefined) return null;
  return (
    <span title={findings.join("\n")}>
      <Note tone="warn">
        {findings.length > 1
          ? word("orders.findings_more", { first: sentence(first), more: findings.length - 1 })
          : sentence(first)}
      </Note>
    </span>
  );
}
