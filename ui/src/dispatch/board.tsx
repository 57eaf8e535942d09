import { IconPlugConnectedX } from "@tabler/icons-react";
import type { BoardUnit, BoardView } from "../host/types";
import { useView } from "../host/views";
import { ageSeconds, isStale } from "../parts/age";
import { Chip, Note } from "../parts/chip";
import { compare, perMille } from "../parts/decimal";
import { showAmount } from "../parts/quantity";
import { UNIT } from "../parts/states";
import { showClockSeconds, showSpan } from "../parts/time";
import { useNow } from "../parts/use_now";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import css from "./board.module.css";

/** What runs, what waits, what is behind and why; grey and hatched once it is old. */
export default function Board() {
  const board = useView("view_board", {});
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  const now = useNow(1_000);
  const stale = board.data !== undefined && isStale(board.dataUpdatedAt, now);
  const age = ageSeconds(board.dataUpdatedAt, now);
  return (
    <Loaded view={board}>
      {(shown) => (
        <div className={css.board} data-stale={stale || undefined} data-testid="board">
          <Totals board={shown} />
          <Units units={shown.units} />
          <footer className={css.foot}>
            {stale && (
              <strong className={css.old}>
                <IconPlugConnectedX aria-hidden />
                {word("board.stale", { age: showSpan(age) })}
              </strong>
            )}
            <span>
              {word("board.read_at", {
                time: showClockSeconds(new Date(board.dataUpdatedAt).toISOString(), zone),
                age: showSpan(age),
              })}
            </span>
            {shown.recorded_at != null && (
              <span>
                {word("board.recorded_at", { time: showClockSeconds(shown.recorded_at, zone) })}
              </span>
            )}
          </footer>
        </div>
      )}
    </Loaded>
  );
}

function Totals({ board }: { board: BoardView }) {
  return (
    <dl className={css.totals}>
      <div>
        <dt>{word("board.running")}</dt>
        <dd>{board.running}</dd>
      </div>
      <div>
        <dt>{word("board.queued")}</dt>
        <dd>{board.queued}</dd>
      </div>
      <div data-behind={board.behind > 0 || undefined}>
        <dt>{word("board.behind")}</dt>
        <dd>{board.behind > 0 ? <Note tone="alarm">{board.behind}</Note> : board.behind}</dd>
      </div>
    </dl>
  );
}

function Units({ units }: { units: BoardUnit[] }) {
  if (units.length === 0)
    return <Nothing title={word("unit.none")} hint={word("unit.none_hint")} />;
  return (
    <section
      className={css.units}
      aria-label={word("board.units")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus (WCAG 2.1.1)
      tabIndex={0}
    >
      {units.map((unit) => (
        <Unit key={unit.work_unit.id} unit={unit} />
      ))}
    </section>
  );
}

function Unit({ unit }: { unit: BoardUnit }) {
  const { job } = unit;
  const { tone, says } = UNIT[unit.state];
  const working = unit.state === "running" || unit.state === "paused";
  const share = job && working ? perMille(job.good.value, job.released.value) / 10 : 0;
  return (
    <article className={css.unit} data-state={unit.state}>
      <header>
        <h2>{unit.work_unit.name}</h2>
        <Chip tone={tone}>{word(says)}</Chip>
      </header>
      {job ? (
        <>
          <p className={css.job}>
            <strong>{job.description}</strong>
            <span dir="ltr">
              {word("job.ids", { order: job.order, segment: job.segment, material: job.material })}
            </span>
          </p>
          <div className={css.bar} aria-hidden>
            <span style={{ inlineSize: `${share}%` }} />
          </div>
          <p className={css.count}>
            {working
              ? word(compare(job.scrap.value, "0") === 0 ? "board.made" : "board.made_scrap", {
                  good: showAmount(job.good.value),
                  of: showAmount(job.released.value),
                  scrap: showAmount(job.scrap.value),
                  unit: job.released.unit,
                })
              : word("board.next", {
                  of: showAmount(job.released.value),
                  unit: job.remaining.unit,
                })}
          </p>
        </>
      ) : (
        <p className={css.count}>{word("board.nothing")}</p>
      )}
      <p className={css.queue}>
        {word("board.queue", { queued: unit.queued, span: showSpan(unit.queued_s) })}
      </p>
      {unit.behind > 0 && (
        <p className={css.why}>
          <Note tone="alarm">
            {sentence(unit.reason ?? word("board.behind_count", { count: unit.behind }))}
          </Note>
        </p>
      )}
    </article>
  );
}
