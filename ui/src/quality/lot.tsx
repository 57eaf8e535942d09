import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAct } from "../host/act";
import { hasRole, session } from "../host/session";
import type { HoldCommand, HoldView, LotView } from "../host/types";
import { useView } from "../host/views";
import { ReasonDialog } from "../operator/reason_dialog";
import { Chip } from "../parts/chip";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { useStore } from "../parts/store";
import { showDay, showMoment } from "../parts/time";
import { Loaded } from "../parts/waiting";
import { Trees } from "../trace/trees";
import { sentence, word } from "../words/words";
import css from "./lots.module.css";

interface LotProps {
  lot: LotView;
  zone: string;
  onLot: (lot: string) => void;
}

/** One lot in full. */
export function Lot({ lot, zone, onLot }: LotProps) {
  return (
    <>
      <Facts lot={lot} />
      <Holds lot={lot} zone={zone} />
      <Traces lot={lot.lot} onLot={onLot} />
    </>
  );
}

function Traces({ lot, onLot }: { lot: string; onLot: (lot: string) => void }) {
  const view = useView("view_trace", { of: lot });
  return (
    <Loaded view={view}>
      {(traced) => (traced.traced === "one" ? <Trees trace={traced} onLot={onLot} /> : null)}
    </Loaded>
  );
}

function Facts({ lot }: { lot: LotView }) {
  const held = lot.holds.length > 0;
  return (
    <section className={page.panel} aria-label={lot.number}>
      <h2 className={css.head}>
        <span dir="ltr">{lot.number}</span>
        <span>{lot.description}</span>
        <span dir="ltr" className={page.quiet}>
          {lot.material}
        </span>
        {held && <Chip tone="alarm">{word("lots.held")}</Chip>}
        {lot.expired && <Chip tone="alarm">{word("lots.expired")}</Chip>}
        {!held && !lot.expired && <Chip tone="good">{word("lots.free")}</Chip>}
      </h2>
      <dl className={css.facts}>
        <Fact says="lots.left">
          {word("lots.left_of", {
            left: showQuantity(lot.left),
            entered: showQuantity(lot.entered),
          })}
        </Fact>
        {lot.expires != null && <Fact says="lots.expires">{showDay(lot.expires)}</Fact>}
        {lot.supplier != null && <Fact says="lots.supplier">{lot.supplier}</Fact>}
        {lot.location != null && <Fact says="lots.location">{lot.location}</Fact>}
      </dl>
    </section>
  );
}

function Fact({ says, children }: { says: Parameters<typeof word>[0]; children: ReactNode }) {
  return (
    <div>
      <dt>{word(says)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Holds({ lot, zone }: { lot: LotView; zone: string }) {
  const { busy, send, doubt } = useHold(lot);
  const [holding, setHolding] = useState(false);
  const [doubting, setDoubting] = useState(false);
  const [lifting, setLifting] = useState<HoldView | null>(null);
  const judges = hasRole(useStore(session), "quality");
  return (
    <section className={page.panel}>
      <div className={page.title}>
        <h2>{word("lots.holds", { count: lot.holds.length })}</h2>
        <Button
          className={page.end}
          variant="default"
          disabled={busy}
          onClick={() => setHolding(true)}
        >
          {word("lots.hold")}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => setDoubting(true)}>
          {word("lots.doubt")}
        </Button>
      </div>
      <ul className={css.holds}>
        {lot.holds.map((hold) => (
          <li key={hold.hold}>
            <strong>{sentence(hold.cause)}</strong>
            <span className={page.quiet}>
              {word("lots.held_by", {
                who: hold.who ?? word("exceptions.nobody"),
                at: showMoment(hold.at, zone),
              })}
            </span>
            {!hold.by_nonconformance && (
              <Button
                className={page.end}
                variant="default"
                disabled={busy || !judges}
                title={judges ? undefined : word("lots.release_needs")}
                onClick={() => setLifting(hold)}
              >
                {word("lots.release")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ReasonDialog
        open={holding}
        title={word("lots.hold_why", { lot: lot.number })}
        choices={[word("lots.damaged"), word("lots.doubtful"), word("lots.papers")]}
        onClose={() => setHolding(false)}
        onReason={(cause) => void send({ do: "hold", cause }, word("lots.is_held"))}
      />
      <ReasonDialog
        open={doubting}
        title={word("lots.doubt_why", { lot: lot.number })}
        choices={[word("lots.damaged"), word("lots.doubtful")]}
        onClose={() => setDoubting(false)}
        onReason={(cause) => void doubt(cause)}
      />
      <ReasonDialog
        open={lifting !== null}
        title={word("lots.release_why", { lot: lot.number })}
        choices={[word("lots.checked")]}
        onClose={() => setLifting(null)}
        onReason={(note) => {
          if (lifting)
            void send({ do: "release", hold: lifting.hold, note }, word("lots.is_released"));
        }}
      />
    </section>
  );
}

function useHold(lot: LotView) {
  const { busy, act } = useAct();
  const views = useQueryClient();
  async function send(command: HoldCommand, done: string): Promise<void> {
    const answer = await act("command_lot", { lot: lot.lot, command });
    if (answer === null) return;
    views.setQueryData(["view_lot", { lot: lot.lot }], answer);
    tell("accept", done);
  }
  /** All that is left of the lot is in doubt; quality counts it. */
  async function doubt(cause: string): Promise<void> {
    const command = { do: "open" as const, lot: lot.lot, quantity: lot.left, cause };
    const answer = await act("command_nonconformance", { command });
    if (answer === null) return;
    tell("accept", word("doubt.opened"));
    void views.invalidateQueries();
  }
  return { busy, send, doubt };
}
