import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useAct } from "../host/act";
import type { OrderRow } from "../host/types";
import { useHost, useView } from "../host/views";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { Rows } from "../parts/rows";
import { useShortcuts } from "../parts/use_shortcuts";
import { Failed, Loaded, Nothing } from "../parts/waiting";
import { word } from "../words/words";
import { type Filter, mayRelease, step, trayBody } from "./tray";
import { TRAY_TEMPLATE, trayColumns } from "./tray_columns";

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
  const columns = trayColumns({ now: first?.now ?? "", zone, busy, release });
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("orders.title")}</h1>
        <Choose filter={filter} onFilter={setFilter} />
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
            template={TRAY_TEMPLATE}
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

function Choose({ filter, onFilter }: { filter: Filter; onFilter: (filter: Filter) => void }) {
  return (
    <SegmentedControl
      aria-label={word("orders.which")}
      value={filter}
      onChange={(chosen) => onFilter(chosen === "all" ? "all" : "open")}
      data={[
        { value: "open", label: word("orders.open") },
        { value: "all", label: word("orders.all") },
      ]}
    />
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
