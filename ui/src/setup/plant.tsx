import { hasRole, session } from "../host/session";
import type { PlantStation, PlantView } from "../host/types";
import { useView } from "../host/views";
import { Chip, Note, type Tone } from "../parts/chip";
import page from "../parts/page.module.css";
import { Scrolled } from "../parts/scrolled";
import { useStore } from "../parts/store";
import { showMoment, showSpan } from "../parts/time";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, type WordId, word } from "../words/words";
import { Join } from "./join";

/** How sharing with the plant stands, and its stations; or how to join one. */
export default function Plant() {
  const plant = useView("view_plant", {});
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  const installs = hasRole(useStore(session), "installer");
  return (
    <Loaded view={plant}>
      {(shown) => (
        <div className={`${page.page} ${page.scroll}`}>
          <div className={page.title}>
            <h1>{word("plant.title")}</h1>
            <span className={page.quiet}>{shown.plant}</span>
          </div>
          {shown.connection !== "alone" && <Health shown={shown} zone={zone} />}
          {shown.connection === "alone" && installs && <Join />}
          {shown.connection === "alone" && !installs && (
            <Nothing title={word("sharing.alone")} hint={word("plant.alone_hint")} />
          )}
        </div>
      )}
    </Loaded>
  );
}

function Health({ shown, zone }: { shown: PlantView; zone: string }) {
  const { queued, behind, alarm, stations, stations_at, set_aside, baseline, past } = shown;
  return (
    <>
      <div className={page.title}>
        <span>{word("sharing.wait", { queued })}</span>
        <span>{word("sharing.to_come", { behind })}</span>
        {stations_at != null && (
          <span className={page.quiet}>
            {word("plant.heard", { time: showMoment(stations_at, zone) })}
          </span>
        )}
      </div>
      {alarm != null && <Note tone="warn">{sentence(alarm)}</Note>}
      {baseline != null && (
        <Note tone="neutral">
          {baseline.ready
            ? word("plant.baseline_ready")
            : word("plant.baseline_coming", { mib: baseline.mib, of: baseline.of_mib })}
        </Note>
      )}
      {past != null && (
        <Note tone="neutral">
          {word("plant.past_coming", { arrived: past.arrived, of: past.events })}
        </Note>
      )}
      {set_aside.map(({ name, events }) => (
        <Note key={name} tone="warn">
          {word("plant.set_aside", { name, events })}
        </Note>
      ))}
      <Scrolled className={`${page.panel} ${page.scroll}`} label={word("plant.stations")}>
        <table className={page.table}>
          <thead>
            <tr>
              <th>{word("orders.status")}</th>
              <th>{word("plant.name")}</th>
              <th>{word("exceptions.station")}</th>
              <th>{word("plant.told")}</th>
              <th data-end>{word("plant.queued")}</th>
              <th data-end>{word("plant.behind")}</th>
              <th data-end>{word("plant.clock_off")}</th>
              <th>{word("plant.version")}</th>
              <th data-end>{word("plant.events")}</th>
              <th data-end>{word("plant.epoch")}</th>
              <th>{word("plant.appended")}</th>
            </tr>
          </thead>
          <tbody>
            {stations.map((row) => (
              <Line key={`${row.name} ${row.station}`} row={row} zone={zone} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}

function standing({ retired, missing, own, station }: PlantStation): WordId {
  if (retired) return "plant.retired";
  if (own) return "plant.own";
  if (missing) return "plant.missing";
  return station == null ? "plant.not_joined" : "plant.other";
}

function tone({ retired, missing }: PlantStation): Tone {
  if (retired) return "done";
  return missing ? "warn" : "neutral";
}

function Line({ row, zone }: { row: PlantStation; zone: string }) {
  const { queued, behind, clock_off_ms, silent_s, version } = row;
  const count = (events: number | null | undefined) =>
    events == null ? word("plant.unknown") : word("plant.count", { count: events });
  return (
    <tr>
      <td>
        <Chip tone={tone(row)}>{word(standing(row))}</Chip>
      </td>
      <td>{row.name}</td>
      <td dir="ltr">{row.station}</td>
      <td>
        {silent_s == null ? word("plant.never") : word("plant.ago", { span: showSpan(silent_s) })}
      </td>
      <td data-end>{count(queued)}</td>
      <td data-end>{count(behind)}</td>
      <td data-end>
        {clock_off_ms == null
          ? word("plant.unknown")
          : word("plant.seconds", { seconds: clock_off_ms / 1000 })}
      </td>
      <td dir="ltr">{version ?? word("plant.unknown")}</td>
      <td data-end>{count(row.events)}</td>
      <td data-end>{row.epoch}</td>
      <td>{row.appended_at == null ? word("plant.nothing") : showMoment(row.appended_at, zone)}</td>
    </tr>
  );
}
