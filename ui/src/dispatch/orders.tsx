import { Button, SegmentedControl } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useAct } from "../host/act";
import type { OrderRow } from "../host/types";
import { useHost, useView } from "../host/views";
import { Chip, Note } from "../parts/chip";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { columnsOf, Rows } from "../parts/rows";
import { ORDER } from "../parts/states";
import { showDue } from "../parts/time";
import { useShortcuts } from "../parts/use_shortcuts";
import { Failed, Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import { type Filter, mayRelease, step, trayBody } from "./tray";

/** Orders from the ERP: what is new, what hinders it, and its release. */
export default function Orders() {
  const station = useView("view_station", {});
  return <Loaded view={station}>{({ zone }) => <Tray zone={zone} />}</Loaded>;
}

function Tray({ zone }: { zone: string }) {
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<Filter>("open");
  const [text, setText] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const tray = useTray(filter, text);
  const { release, busy } = useRelease();
  const rows = useMemo(() => tray.data?.pages.flatMap(({ orders }) => orders) ?? [], [tray.data]);
  const first = tray.data?.pages[0];
  const standing = at === null ? undefined : rows[at];
  const open = (row: OrderRow) =>
    void navigate({ to: "/orders/$order", params: { order: row.order_id } });
  useShortcuts({
    row_next: () => setAt(step(at, 1, rows.length)),
    row_previous: () => setAt(step(at, -1, rows.length)),
    row_open: standing ? () => open(standing) : null,
    row_act: standing && mayRelease(standing) && !busy ? () => void release(standing) : null,
    search: () => search.current?.focus(),
  });
  const columns = useColumns(first?.now ?? "", zone, busy, release);
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("orders.title")}</h1>
        <SegmentedControl
          value={filter}
          onChange={(chosen) => setFilter(chosen === "all" ? "all" : "open")}
          data={[
            { value: "open", label: word("orders.open") },
            { value: "all", label: word("orders.all") },
          ]}
        />
        <input
          ref={search}
          className={page.input}
          type="search"
          value={text}
          placeholder={word("orders.search")}
          aria-label={word("orders.search")}
          onChange={(event) => setText(event.target.value)}
        />
        <span className={`${page.quiet} ${page.end}`}>
          {word("orders.count", { total: first?.total ?? 0 })}
        </span>
      </div>
      <div className={page.fill}>
        {tray.isError && <Failed thrown={tray.error} again={() => void tray.refetch()} />}
        {first && rows.length === 0 && (
          <Nothing title={word("orders.none")} hint={word("orders.none_hint")} />
        )}
        {rows.length > 0 && (
          <Rows
            label={word("orders.title")}
            columns={columns}
            rows={rows}
            rowKey={({ order_id }) => order_id}
            template="112px 104px minmax(150px, 2fr) 96px 136px 84px 64px minmax(150px, 2fr) 80px"
            total={first?.total ?? rows.length}
            at={at}
            onAt={setAt}
            onOpen={open}
            onEnd={() => {
              if (tray.hasNextPage && !tray.isFetchingNextPage) void tray.fetchNextPage();
            }}
          />
        )}
      </div>
    </div>
  );
}

function useTray(filter: Filter, search: string) {
  const host = useHost();
  return useInfiniteQuery({
    queryKey: ["view_order_tray", { filter, search }],
    queryFn: ({ pageParam }) => host.call("view_order_tray", trayBody(filter, search, pageParam)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next ?? null,
    placeholderData: (before) => before,
  });
}

function useRelease() {
  const { busy, act } = useAct();
  const views = useQueryClient();
  async function release(row: OrderRow) {
    const { order_id, head: seen, order } = row;
    const command = { do: "release" } as const;
    const answer = await act("command_operations_request", { order_id, seen, command });
    void views.invalidateQueries();
    if (answer) tell("accept", word("orders.released", { order }));
  }
  return { busy, release };
}

const column = columnsOf<OrderRow>();

function useColumns(
  now: string,
  zone: string,
  busy: boolean,
  release: (row: OrderRow) => Promise<void>,
) {
  return [
    column.display({
      id: "status",
      header: () => word("orders.status"),
      cell: ({ row: { original } }) => (
        <Chip tone={ORDER[original.status].tone}>{word(ORDER[original.status].says)}</Chip>
      ),
    }),
    column.display({
      id: "order",
      header: () => word("orders.order"),
      cell: ({ row: { original } }) => (
        <Link
          className={page.link}
          to="/orders/$order"
          params={{ order: original.order_id }}
          dir="ltr"
        >
          {original.order}
        </Link>
      ),
    }),
    column.display({
      id: "item",
      header: () => word("orders.item"),
      cell: ({ row: { original } }) =>
        word("orders.item_text", { material: original.material, text: original.description }),
    }),
    column.display({
      id: "quantity",
      header: () => word("orders.quantity"),
      cell: ({ row: { original } }) => showQuantity(original.quantity),
    }),
    column.display({
      id: "due",
      header: () => word("orders.due"),
      cell: ({ row: { original } }) =>
        original.due == null ? word("orders.no_due") : showDue(original.due, now, zone),
    }),
    column.display({
      id: "erp",
      header: () => word("orders.erp"),
      cell: ({ row: { original } }) => original.erp_state,
    }),
    column.display({
      id: "done",
      header: () => word("orders.operations"),
      cell: ({ row: { original } }) =>
        original.jobs === 0
          ? ""
          : word("orders.done_of", { done: original.jobs_completed, all: original.jobs }),
    }),
    column.display({
      id: "findings",
      header: () => word("orders.findings"),
      cell: ({ row: { original } }) => <Findings findings={original.findings} />,
    }),
    column.display({
      id: "act",
      header: () => "",
      cell: ({ row: { original } }) =>
        mayRelease(original) && (
          <Button size="compact-sm" disabled={busy} onClick={() => void release(original)}>
            {word("orders.release")}
          </Button>
        ),
    }),
  ];
}

/** What hinders a release: the first sentence, and how many more there are. */
export function Findings({ findings }: { findings: string[] }) {
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
