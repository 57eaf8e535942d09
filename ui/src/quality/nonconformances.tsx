import { useState } from "react";
import { session } from "../host/session";
import type { NonconformancesView, NonconformanceView } from "../host/types";
import { useView } from "../host/views";
import { Chip } from "../parts/chip";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { Scrolled } from "../parts/scrolled";
import { DOUBT } from "../parts/states";
import { useStore } from "../parts/store";
import { showMoment } from "../parts/time";
import { Loaded, Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import { Nonconformance } from "./nonconformance";
import css from "./nonconformances.module.css";

/** What does not conform: what is in doubt, what is held with it, and what becomes of it. */
export default function Nonconformances() {
  const who = useStore(session)?.session;
  const view = useView("view_nonconformances", who ? { session: who } : {});
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  return <Loaded view={view}>{(shown) => <Inbox shown={shown} zone={zone} />}</Loaded>;
}

function Inbox({ shown, zone }: { shown: NonconformancesView; zone: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const all = shown.nonconformances;
  const doubt = all.find(({ nonconformance }) => nonconformance === chosen) ?? all[0];
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("doubt.title")}</h1>
        <span className={page.quiet}>{word("doubt.open_count", { count: shown.open })}</span>
      </div>
      {doubt === undefined ? (
        <Nothing title={word("doubt.none")} hint={word("doubt.none_hint")} />
      ) : (
        <div className={css.split}>
          <Scrolled className={page.panel} label={word("doubt.title")}>
            <ul className={css.list}>
              {all.map((one) => (
                <li key={one.nonconformance}>
                  <Line one={one} chosen={one === doubt} zone={zone} onChoose={setChosen} />
                </li>
              ))}
            </ul>
          </Scrolled>
          <Scrolled className={page.panel} label={doubt.number}>
            <Nonconformance key={doubt.nonconformance} doubt={doubt} zone={zone} />
          </Scrolled>
        </div>
      )}
    </div>
  );
}

interface LineProps {
  one: NonconformanceView;
  chosen: boolean;
  zone: string;
  onChoose: (nonconformance: string) => void;
}

function Line({ one, chosen, zone, onChoose }: LineProps) {
  const { tone, says } = DOUBT[one.status];
  const held = one.lots.filter((lot) => lot.held).length;
  return (
    <button
      type="button"
      className={css.line}
      aria-pressed={chosen}
      onClick={() => onChoose(one.nonconformance)}
    >
      <strong dir="ltr">{one.number}</strong>
      <Chip tone={tone}>{word(says)}</Chip>
      <span className={css.cause}>{sentence(one.cause)}</span>
      <span className={page.quiet}>
        {word("doubt.line", {
          item: one.material,
          amount: one.quantity ? showQuantity(one.quantity) : "",
          held,
          at: one.at ? showMoment(one.at, zone) : "",
        })}
      </span>
    </button>
  );
}
