import { useElementSize } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../host/act";
import type { JobCard, JobListView, StationView } from "../host/types";
import { useHost, useView } from "../host/views";
import { tell } from "../parts/notice";
import { Press, PressBar } from "../parts/press";
import { BARE_MM, GLOVED_MM, settings } from "../parts/settings";
import { useStore } from "../parts/store";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded, Nothing } from "../parts/waiting";
import { resolve } from "../scan/found";
import { word } from "../words/words";
import { CodeDialog } from "./code_dialog";
import { Card } from "./job_card";
import css from "./job_list.module.css";
import { cardsThatFit, pageOf } from "./paging";

/** What to do next at this work unit. */
export default function JobList() {
  const station = useView("view_station", {});
  return (
    <Loaded view={station}>
      {(shown) =>
        shown.work_unit ? (
          <Jobs station={shown} unit={shown.work_unit.id} />
        ) : (
          <ChooseUnit station={shown} />
        )
      }
    </Loaded>
  );
}

function Jobs({ station, unit }: { station: StationView; unit: string }) {
  const list = useView("view_job_list", { work_unit: unit });
  return <Loaded view={list}>{(shown) => <Cards list={shown} zone={station.zone} />}</Loaded>;
}

function Cards({ list, zone }: { list: JobListView; zone: string }) {
  const host = useHost();
  const navigate = useNavigate();
  const [wanted, setPage] = useState(0);
  const [typing, setTyping] = useState(false);
  const { ref, height } = useElementSize();
  const size = useCardSize();
  const fit = cardsThatFit(height, size.cardPx, size.gapPx);
  const page = pageOf(list.jobs, wanted, fit);
  const open = (card: JobCard) => void navigate({ to: "/jobs/$job", params: { job: card.job } });
  const first = page.rows[0];
  const offers = {
    jobs_first: first ? () => open(first) : null,
    jobs_code: () => setTyping(true),
    jobs_earlier: page.at > 0 ? () => setPage(page.at - 1) : null,
    jobs_later: page.at < page.pages - 1 ? () => setPage(page.at + 1) : null,
  };
  useShortcuts(offers);
  return (
    <div className={css.screen}>
      <div className={css.title}>
        <h1>{word("jobs.title")}</h1>
        <span>{word("jobs.scan")}</span>
        <span className={css.count}>
          {word("jobs.shown", { first: page.first, last: page.last, total: list.total })}
        </span>
      </div>
      <div className={css.place} ref={ref}>
        {page.rows.length === 0 ? (
          <Nothing title={word("jobs.none")} hint={word("jobs.none_hint")} />
        ) : (
          <ol className={css.cards} style={{ gridTemplateRows: `repeat(${fit}, minmax(0, 96px))` }}>
            {page.rows.map((card) => (
              <li key={card.job}>
                <Card card={card} now={list.now} zone={zone} onOpen={() => open(card)} />
              </li>
            ))}
          </ol>
        )}
      </div>
      <ListBar offers={offers} />
      <CodeDialog
        open={typing}
        title={word("scan.type")}
        onClose={() => setTyping(false)}
        onCode={(text) => void resolve(host, { text })}
      />
    </div>
  );
}

type ListOffers = Record<
  "jobs_first" | "jobs_code" | "jobs_earlier" | "jobs_later",
  (() => void) | null
>;

function ListBar({ offers }: { offers: ListOffers }) {
  return (
    <PressBar>
      <Press shortcut="jobs_first" onPress={offers.jobs_first} main>
        {word("keys.first_job")}
      </Press>
      <Press shortcut="jobs_code" onPress={offers.jobs_code}>
        {word("scan.type")}
      </Press>
      <Press shortcut="jobs_earlier" onPress={offers.jobs_earlier}>
        {word("jobs.earlier")}
      </Press>
      <Press shortcut="jobs_later" onPress={offers.jobs_later}>
        {word("jobs.later")}
      </Press>
    </PressBar>
  );
}

/** How large a card has to be for a finger, bare or gloved, in CSS pixels. */
function useCardSize() {
  const { gloves, pxPerMm } = useStore(settings);
  const sizes = gloves ? GLOVED_MM : BARE_MM;
  return { cardPx: sizes.target * pxPerMm, gapPx: sizes.gap * pxPerMm };
}

function ChooseUnit({ station }: { station: StationView }) {
  const { act, busy } = useAct();
  async function choose(id: string, name: string) {
    const chosen = await act("command_choose_work_unit", { work_unit: id });
    if (chosen) tell("accept", word("unit.chosen", { name }));
  }
  if (station.work_units.length === 0) {
    return <Nothing title={word("unit.none")} hint={word("unit.none_hint")} />;
  }
  return (
    <div className={css.choose}>
      <h1>{word("unit.choose")}</h1>
      <p>{word("unit.hint")}</p>
      <div className={css.units}>
        {station.work_units.map(({ id, key, name }) => (
          <Press key={id} onPress={busy ? null : () => void choose(id, name)}>
            {word("unit.name", { key, name })}
          </Press>
        ))}
      </div>
    </div>
  );
}
