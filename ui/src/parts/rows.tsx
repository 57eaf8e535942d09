import {
  type CellData,
  type ColumnDef,
  createColumnHelper,
  type ReactTable,
  type Row,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import css from "./rows.module.css";

const features = tableFeatures({});

/** The columns of a table of `T`. */
export type Columns<T extends object> = ColumnDef<typeof features, T, CellData>[];

/** Makes the columns of a table of `T`. */
export function columnsOf<T extends object>() {
  return createColumnHelper<typeof features, T>();
}

interface RowsProps<T extends object> {
  label: string;
  columns: Columns<T>;
  rows: T[];
  rowKey: (row: T) => string;
  /** Widths of the columns, as a CSS grid template. */
  template: string;
  /** How many rows there are in all, also those not read yet. */
  total?: number;
  /** The row the keyboard stands on. */
  at?: number | null;
  onAt?: (index: number) => void;
  onOpen?: (row: T) => void;
  /** Called when the last rows come into sight. */
  onEnd?: () => void;
}

/** Height of one row, in CSS pixels: two office lines. */
const ROW_PX = 44;
/** Rows drawn beyond what is in sight. */
const OVERSCAN = 8;

/** A table of any length: only what is in sight is drawn, so its rows are placed by hand. */
export function Rows<T extends object>(props: RowsProps<T>) {
  const { label, columns, rows, rowKey, template, total, at, onAt, onOpen, onEnd } = props;
  const table = useTable({ features, columns, data: rows, getRowId: rowKey });
  const scroller = useRef<HTMLElement>(null);
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  useEffect(() => {
    if (at != null && at < rows.length) drawn.scrollToIndex(at);
  }, [at, rows.length, drawn]);
  const all = table.getRowModel().rows;
  const items = drawn.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - OVERSCAN) onEnd?.();
  }, [lastSeen, rows.length, onEnd]);
  return (
    <section
      ref={scroller}
      className={css.scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus (WCAG 2.1.1)
      tabIndex={0}
    >
      <div role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
        <Head table={table} template={template} />
        <div role="rowgroup" className={css.body} style={{ blockSize: drawn.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = all[index];
            return (
              row && (
                <Line
                  key={row.id}
                  table={table}
                  row={row}
                  index={index}
                  start={start}
                  {...{ template, at, onAt, onOpen }}
                />
              )
            );
          })}
        </div>
      </div>
    </section>
  );
}

type Drawn<T extends object> = ReactTable<typeof features, T>;

function Head<T extends object>({ table, template }: { table: Drawn<T>; template: string }) {
  return (
    <div role="rowgroup" className={css.head}>
      {table.getHeaderGroups().map((group) => (
        <div
          role="row"
          key={group.id}
          className={css.row}
          style={{ gridTemplateColumns: template }}
        >
          {group.headers.map((header) => (
            <div role="columnheader" key={header.id}>
              <table.FlexRender header={header} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

interface LineProps<T extends object> {
  table: Drawn<T>;
  row: Row<typeof features, T>;
  index: number;
  /** Where the row begins, in CSS pixels from the table's top. */
  start: number;
  template: string;
  at: number | null | undefined;
  onAt: ((index: number) => void) | undefined;
  onOpen: ((row: T) => void) | undefined;
}

function Line<T extends object>(props: LineProps<T>) {
  const { table, row, index, start, template, at, onAt, onOpen } = props;
  return (
    <div
      role="row"
      className={css.row}
      aria-rowindex={index + 2}
      data-at={index === at || undefined}
      data-opens={onOpen !== undefined || undefined}
      onClick={() => onAt?.(index)}
      onDoubleClick={() => onOpen?.(row.original)}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
    >
      {row.getAllCells().map((cell) => (
        <div role="cell" key={cell.id}>
          <table.FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}
