import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAct } from "../host/act";
import type { JobCard, JobListView, Place, StationView } from "../host/types";
import { useView } from "../host/views";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { showSpan } from "../parts/time";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded, Nothing } from "../parts/waiting";
import { word } from "../words/words";
import css from "./dispatch_list.module.css";
import { DispatchRow } from "./dispatch_row";
import { MoveDialog } from "./move_dialog";
import { isMovable, isMove, moveOf, nudge, type Target } from "./moves";
import { step } from "./tray";

/** Cards a list shows at first. */
const FIRST = 50;
/** Cards that come with each wish for more. */
const STEP = 50;
/** Cards the core gives at most. */
const MOST = 500;

/** Which jobs a work unit does in which order. */
export default function Dispatch() {
  const station = useView("view_station", {});
  return (
    <Loaded view={station}>
      {(shown) =>
        shown.work_units.length === 0 ? (
          <Nothing title={word("unit.none")} hint={word("unit.none_hint")} />
        ) : (
          <Chosen station={shown} />
        )
      }
    </Loaded>
  );
}

function Chosen({ station }: { station: StationView }) {
  const [chosen, setChosen] = useState(station.work_unit?.id ?? station.work_units[0]?.id ?? "");
  const [most, setMost] = useState(FIRST);
  const list = useView("view_job_list", { work_unit: chosen, most });
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("dispatch.title")}</h1>
        <label className={css.unit}>
          {word("dispatch.unit")}
          <select
            className={page.input}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            {station.work_units.map(({ id, key, name }) => (
              <option key={id} value={id}>
                {word("unit.name", { key, name })}
              </option>
            ))}
          </select>
        </label>
        <span className={page.quiet}>{word("dispatch.hint")}</span>
      </div>
      <Loaded view={list}>
        {(shown) => (
          <Lists
            key={chosen}
            list={shown}
            zone={station.zone}
            units={station.work_units}
            onMore={most < MOST ? () => setMost(most + STEP) : null}
          />
        )}
      </Loaded>
    </div>
  );
}

interface ListsProps {
  list: JobListView;
  zone: string;
  units: Place[];
  onMore: (() => void) | null;
}

function Lists({ list, zone, units, onMore }: ListsProps) {
  const { move, busy } = useMove();
  const [moving, setMoving] = useState<JobCard | null>(null);
  const [dragged, setDragged] = useState<JobCard | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const all = [...list.jobs, ...list.unassigned];
  const standing = at === null ? undefined : all[at];
  useShortcuts({
    row_next: () => setAt(step(at, 1, all.length)),
    row_previous: () => setAt(step(at, -1, all.length)),
    row_move: standing && isMovable(standing) ? () => setMoving(standing) : null,
  });
  function drop(before: string | null) {
    setDragged(null);
    if (dragged && isMove(list, dragged.job, before)) {
      void move(dragged, { workUnit: list.work_unit.id, before }, list.work_unit.name);
    }
  }
  function nudged(card: JobCard, by: -1 | 1) {
    const target = nudge(list, card.job, by);
    return target && !busy ? () => void move(card, target, list.work_unit.name) : null;
  }
  const row = (card: JobCard) => ({
    card,
    now: list.now,
    zone,
    standing: card === standing,
    dragging: card === dragged,
    onMove: isMovable(card) && !busy ? () => setMoving(card) : null,
    onDrag: setDragged,
  });
  return (
    <div className={css.lists}>
      <Queue list={list} onDrop={drop} onMore={list.jobs.length < list.total ? onMore : null}>
        {list.jobs.map((card) => (
          <DispatchRow
            key={card.job}
            {...row(card)}
            onUp={nudged(card, -1)}
            onDown={nudged(card, 1)}
            onDrop={() => drop(card.job)}
          />
        ))}
      </Queue>
      <Unassigned
        count={list.unassigned.length}
        onMore={list.unassigned.length % STEP === 0 ? onMore : null}
      >
        {list.unassigned.map((card) => (
          <DispatchRow key={card.job} {...row(card)} />
        ))}
      </Unassigned>
      <MoveDialog
        card={moving}
        units={units}
        here={list.work_unit.id}
        onClose={() => setMoving(null)}
        onMove={(card, target, name) => void move(card, target, name)}
      />
    </div>
  );
}

interface QueueProps {
  list: JobListView;
  onDrop: (before: null) => void;
  onMore: (() => void) | null;
  children: ReactNode;
}

function Queue({ list, onDrop, onMore, children }: QueueProps) {
  return (
    <section
      className={css.list}
      aria-label={word("dispatch.queue")}
      onDragOver={(event) => event.preventDefault()}
      onDrop={() => onDrop(null)}
    >
      <h2>
        {word("dispatch.queue_of", { name: list.work_unit.name, total: list.total })}
        <span className={page.quiet}>{word("dispatch.work", { span: showSpan(work(list)) })}</span>
      </h2>
      {list.jobs.length === 0 && (
        <Nothing title={word("jobs.none")} hint={word("dispatch.drop_here")} />
      )}
      <ol>{children}</ol>
      {list.jobs.length > 0 && onMore && <More onMore={onMore} />}
    </section>
  );
}

function More({ onMore }: { onMore: () => void }) {
  return (
    <button type="button" className={css.more} onClick={onMore}>
      {word("dispatch.more")}
    </button>
  );
}

interface UnassignedProps {
  count: number;
  onMore: (() => void) | null;
  children: ReactNode;
}

function Unassigned({ count, onMore, children }: UnassignedProps) {
  return (
    <section className={css.list} aria-label={word("dispatch.unassigned")}>
      <h2>{word("dispatch.unassigned_count", { count })}</h2>
      {count === 0 && (
        <Nothing title={word("dispatch.all_assigned")} hint={word("dispatch.all_assigned_hint")} />
      )}
      <ol>{children}</ol>
      {count > 0 && onMore && <More onMore={onMore} />}
    </section>
  );
}

/** Standard seconds of the listed queue; jobs without a standard time count nothing. */
function work({ jobs }: JobListView): number {
  return jobs.reduce((sum, { standard_s }) => sum + (standard_s ?? 0), 0);
}

function useMove() {
  const { busy, act } = useAct();
  const views = useQueryClient();
  async function move(card: JobCard, target: Target, name: string) {
    const body = { job: card.job, command: moveOf(card, target) };
    const answer = await act("command_job_order", body);
    void views.invalidateQueries();
    if (answer) tell("accept", word("dispatch.moved", { order: card.order, name }));
  }
  return { busy, move };
}
