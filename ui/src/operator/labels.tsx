import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useAct } from "../host/act";
import type { LabelCommand, LabelView, ProducedLot } from "../host/types";
import { Chip, Note } from "../parts/chip";
import { tell } from "../parts/notice";
import { Press, PressBar } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { LABEL } from "../parts/states";
import { Nothing } from "../parts/waiting";
import { takeCodes } from "../scan/bus";
import { sentence, word } from "../words/words";
import { type JobProps, JobScreen } from "./job_screen";
import screen from "./job_screen.module.css";
import css from "./labels.module.css";
import { ReasonDialog } from "./reason_dialog";

/** The labels of what this job made: printed once, reprinted with a reason, never by themselves. */
export default function Labels() {
  return <JobScreen>{(props) => <Lots {...props} />}</JobScreen>;
}

function Lots({ job, back }: JobProps) {
  const { busy, act } = useAct();
  const views = useQueryClient();
  async function send(command: LabelCommand, done: string) {
    const answer = await act("command_label", { command });
    await views.invalidateQueries({ queryKey: ["view_job"] });
    if (answer) tell("accept", done);
  }
  const mayPrint = job.actions.includes("print_label") && !busy;
  return (
    <>
      <div className={`${screen.one} ${screen.scroll}`}>
        {job.produced.length === 0 && (
          <Nothing title={word("label.none")} hint={word("label.none_hint")} />
        )}
        {job.produced.map((lot) => (
          <Lot
            key={lot.lot}
            lot={lot}
            reasons={job.reprint_reasons}
            mayPrint={mayPrint}
            busy={busy}
            send={send}
          />
        ))}
      </div>
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("job.to_job")}
        </Press>
      </PressBar>
    </>
  );
}

type Send = (command: LabelCommand, done: string) => Promise<void>;

interface LotProps {
  lot: ProducedLot;
  reasons: string[];
  mayPrint: boolean;
  busy: boolean;
  send: Send;
}

function Lot({ lot, reasons, mayPrint, busy, send }: LotProps) {
  const number = lot.number;
  const print = () => void send({ do: "print", lot: lot.lot }, word("label.sent", { number }));
  return (
    <section className={css.lot} aria-label={word("label.lot", { number })}>
      <div className={css.title}>
        <h2>{word("label.lot", { number })}</h2>
        <span>{showQuantity(lot.quantity)}</span>
        {lot.labels.length === 0 && (
          <Press main onPress={mayPrint ? print : null}>
            {word("label.print")}
          </Press>
        )}
      </div>
      {lot.labels.map((label) => (
        <Label
          key={`${label.label}/${label.copy}`}
          label={label}
          number={number}
          reasons={reasons}
          mayPrint={mayPrint}
          busy={busy}
          send={send}
        />
      ))}
    </section>
  );
}

interface LabelProps {
  label: LabelView;
  number: string;
  reasons: string[];
  mayPrint: boolean;
  busy: boolean;
  send: Send;
}

function Label({ label, number, reasons, mayPrint, busy, send }: LabelProps) {
  const [asking, setAsking] = useState(false);
  const { tone, says } = LABEL[label.state];
  const name = label.copy === 0 ? word("label.first") : word("label.copy", { copy: label.copy });
  return (
    <div className={css.label} data-testid="label">
      {label.svg && (
        <img
          className={css.preview}
          alt={word("label.preview", { number })}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(label.svg)}`}
        />
      )}
      <div className={css.facts}>
        <p>
          <strong>{name}</strong> <Chip tone={tone}>{word(says)}</Chip>
        </p>
        {label.sentence && (
          <Note tone={tone === "action" ? "action" : "warn"}>{sentence(label.sentence)}</Note>
        )}
        {label.state === "uncertain" ? (
          <Settle label={label} busy={busy} send={send} />
        ) : (
          <Press onPress={mayPrint ? () => setAsking(true) : null}>{word("label.reprint")}</Press>
        )}
        {label.state === "queued" && <Withdraw label={label} busy={busy} send={send} />}
        {(label.state === "confirmed" || label.state === "delivered") && (
          <Void label={label} busy={busy} send={send} />
        )}
        <SavePdf label={label} />
      </div>
      <ReasonDialog
        open={asking}
        title={word("label.reprint_why")}
        choices={reasons}
        onClose={() => setAsking(false)}
        onReason={(reason) =>
          void send({ do: "reprint", label: label.label, reason }, word("label.sent", { number }))
        }
      />
    </div>
  );
}

/** The label as a page, for a printer that is not the station's. */
function SavePdf({ label }: { label: LabelView }) {
  const { busy, act } = useAct();
  async function save() {
    const file = await act("command_label_pdf", { label: label.label, copy: label.copy });
    if (file) tell("accept", word("label.saved", { path: file.path }));
  }
  return <Press onPress={busy ? null : () => void save()}>{word("label.pdf")}</Press>;
}

interface FateProps {
  label: LabelView;
  busy: boolean;
  send: Send;
}

/** A label nobody needs any more is not sent. */
function Withdraw({ label: { label, copy }, busy, send }: FateProps) {
  const cancel = () => void send({ do: "cancel", label, copy }, word("label.withdrawn"));
  return <Press onPress={busy ? null : cancel}>{word("label.withdraw")}</Press>;
}

/** A label that must not be used: one that is known to exist is scanned, so that it is in hand. */
function Void({ label: { label, copy, state }, busy, send }: FateProps) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const say = (why: string, code: string | null) => {
    setReason(null);
    void send({ do: "void", label, copy, reason: why, code }, word("label.voided"));
  };
  return (
    <>
      {reason === null ? (
        <Press onPress={busy ? null : () => setAsking(true)}>{word("label.make_void")}</Press>
      ) : (
        <AwaitScan onCode={(code) => say(reason, code)} onGiveUp={() => setReason(null)} />
      )}
      <ReasonDialog
        open={asking}
        title={word("label.void_why")}
        choices={[word("label.damaged"), word("label.wrong"), word("label.not_needed")]}
        onClose={() => setAsking(false)}
        onReason={(why) => (state === "confirmed" ? setReason(why) : say(why, null))}
      />
    </>
  );
}

interface AwaitScanProps {
  onCode: (code: string) => void;
  onGiveUp: () => void;
}

/** Takes the next scan, whatever it is: the core says whether it is this label. */
function AwaitScan({ onCode, onGiveUp }: AwaitScanProps) {
  const current = useRef(onCode);
  useEffect(() => {
    current.current = onCode;
  });
  useEffect(
    () => takeCodes(({ text, symbology }) => current.current(`${symbology ?? ""}${text}`)),
    [],
  );
  return (
    <>
      <Note tone="action">{word("label.scan_now")}</Note>
      <Press onPress={onGiveUp}>{word("code.cancel")}</Press>
    </>
  );
}

/** Only the label itself, or a person who looked, can say whether it came out. */
function Settle({ label: { label, copy }, busy, send }: FateProps) {
  const [scanning, setScanning] = useState(false);
  const settle = (printed: boolean) => {
    const done = word(printed ? "label.settled_yes" : "label.settled_no");
    void send({ do: "settle", label, copy, printed }, done);
  };
  const scanned = (code: string) => {
    setScanning(false);
    void send({ do: "scan", label, copy, code }, word("label.settled_yes"));
  };
  return (
    <fieldset className={css.settle}>
      <legend>{word("label.did_it_print")}</legend>
      {scanning ? (
        <AwaitScan onCode={scanned} onGiveUp={() => setScanning(false)} />
      ) : (
        <>
          <Press wide main onPress={busy ? null : () => setScanning(true)}>
            {word("label.scan")}
          </Press>
          <Press wide onPress={busy ? null : () => settle(true)}>
            {word("label.yes")}
          </Press>
          <Press wide onPress={busy ? null : () => settle(false)}>
            {word("label.no")}
          </Press>
        </>
      )}
    </fieldset>
  );
}
