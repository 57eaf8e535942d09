import type { TraceRow, TraceTree, TraceView } from "../host/types";
import { Chip, Note } from "../parts/chip";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { type Columns, columnsOf, Rows } from "../parts/rows";
import { type WordId, word } from "../words/words";
import { height, indent, keyOf, nameOf, says, status } from "./rows";
import css from "./trace.module.css";

interface TreesProps {
  trace: TraceView;
  onLot: (lot: string) => void;
}

/** Where a thing came from and where it went, as two trees with amounts. */
export function Trees({ trace, onLot }: TreesProps) {
  return (
    <>
      <Tree says="trace.backward" none="trace.received" tree={trace.backward} onLot={onLot} />
      <Tree says="trace.forward" none="trace.nowhere" tree={trace.forward} onLot={onLot} />
    </>
  );
}

interface TreeProps {
  says: WordId;
  none: WordId;
  tree: TraceTree | null | undefined;
  onLot: (lot: string) => void;
}

function Tree({ says: title, none, tree, onLot }: TreeProps) {
  if (tree == null) return null;
  const heading = word("trace.heading", { what: word(title), lots: tree.lots });
  return (
    <section className={page.panel}>
      <div className={page.title}>
        <h2>{heading}</h2>
        {!tree.complete && <Note tone="warn">{word("trace.cut")}</Note>}
      </div>
      {tree.rows.length === 0 ? (
        <p className={page.quiet}>{word(none)}</p>
      ) : (
        <div style={{ blockSize: height(tree.rows.length) }}>
          <Rows
            label={heading}
            columns={columns(onLot)}
            rows={tree.rows.map((row, place) => ({ ...row, place }))}
            rowKey={keyOf}
            template="minmax(260px, 3fr) minmax(180px, 2fr) minmax(120px, 1fr) minmax(160px, 1fr)"
          />
        </div>
      )}
    </section>
  );
}

/** A row with its place: the same lot may stand in several. */
type Placed = TraceRow & { place: number };

const column = columnsOf<Placed>();

function columns(onLot: (lot: string) => void): Columns<Placed> {
  return [
    cell("trace.step", (row) => <Step row={row} onLot={onLot} />),
    cell("trace.what", ({ node }) => says(node)),
    cell("trace.amount", ({ amounts }) => amounts.map(showQuantity).join(" + ")),
    cell("trace.state", (row) => <State row={row} />),
  ];
}

function cell(id: WordId, draw: (row: Placed) => React.ReactNode) {
  return column.display({
    id,
    header: () => word(id),
    cell: ({ row }) => draw(row.original),
  });
}

function Step({ row, onLot }: { row: Placed; onLot: (lot: string) => void }) {
  const { node } = row;
  return (
    <span className={css.step} style={{ paddingInlineStart: indent(row.depth) }}>
      {node.is === "lot" ? (
        <button type="button" className={css.lot} dir="ltr" onClick={() => onLot(node.lot)}>
          {nameOf(node)}
        </button>
      ) : (
        <span dir="ltr">{nameOf(node)}</span>
      )}
    </span>
  );
}

function State({ row }: { row: Placed }) {
  const sign = status(row);
  return sign && <Chip tone={sign.tone}>{word(sign.says, sign.with)}</Chip>;
}
