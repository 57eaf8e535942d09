import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import type { JobCard } from "../host/types";
import { Due } from "../operator/job_card";
import { Chip, Note } from "../parts/chip";
import { showQuantity } from "../parts/quantity";
import { READINESS, whyNot } from "../parts/states";
import { sentence, word } from "../words/words";
import css from "./dispatch_list.module.css";

interface DispatchRowProps {
  card: JobCard;
  now: string;
  zone: string;
  standing: boolean;
  dragging: boolean;
  onMove: (() => void) | null;
  onUp?: (() => void) | null;
  onDown?: (() => void) | null;
  onDrag: (card: JobCard | null) => void;
  onDrop?: () => void;
}

/** A job in the dispatch list: dragged, nudged, or moved by a dialog. */
export function DispatchRow(props: DispatchRowProps) {
  const { card, now, zone, standing, dragging, onMove, onUp, onDown, onDrag, onDrop } = props;
  const { tone, says } = READINESS[card.readiness];
  const why = whyNot(card);
  const behind = card.late && !why ? card.behind_reason : null;
  const name = word("dispatch.name", { order: card.order, segment: card.segment });
  return (
    <li
      className={css.row}
      draggable={onMove !== null}
      data-at={standing || undefined}
      data-dragging={dragging || undefined}
      data-testid="dispatch-row"
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", card.job);
        event.dataTransfer.effectAllowed = "move";
        onDrag(card);
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.stopPropagation();
        onDrop?.();
      }}
    >
      {onMove ? <IconGripVertical aria-hidden size={18} className={css.grip} /> : <span />}
      <div className={css.what}>
        <span className={css.name}>
          <Chip tone={tone}>{word(says)}</Chip>
          <strong dir="ltr">{name}</strong>
        </span>
        <span>{word("orders.item_text", { material: card.material, text: card.description })}</span>
        {why && <Note tone="warn">{sentence(why)}</Note>}
        {behind && <Note tone="alarm">{sentence(behind)}</Note>}
      </div>
      <span className={css.due}>
        <strong>{showQuantity(card.remaining)}</strong>
        <Due card={card} now={now} zone={zone} />
      </span>
      <Acts name={name} onMove={onMove} onUp={onUp} onDown={onDown} />
    </li>
  );
}

interface ActsProps {
  name: string;
  onMove: (() => void) | null;
  onUp: (() => void) | null | undefined;
  onDown: (() => void) | null | undefined;
}

/** Every way to move a job that is no dragging. */
function Acts({ name, onMove, onUp, onDown }: ActsProps) {
  return (
    <span className={css.acts}>
      {onUp !== undefined && (
        <>
          <Step label={word("dispatch.up", { name })} onStep={onUp}>
            <IconArrowUp aria-hidden size={16} />
          </Step>
          <Step label={word("dispatch.down", { name })} onStep={onDown ?? null}>
            <IconArrowDown aria-hidden size={16} />
          </Step>
        </>
      )}
      <Button
        size="compact-sm"
        variant="default"
        disabled={onMove === null}
        onClick={onMove ?? undefined}
        aria-label={word("dispatch.move_name", { name })}
      >
        {word("dispatch.move")}
      </Button>
    </span>
  );
}

interface StepProps {
  label: string;
  onStep: (() => void) | null;
  children: React.ReactNode;
}

function Step({ label, onStep, children }: StepProps) {
  return (
    <button
      type="button"
      className={css.step}
      aria-label={label}
      disabled={onStep === null}
      onClick={onStep ?? undefined}
    >
      {children}
    </button>
  );
}
