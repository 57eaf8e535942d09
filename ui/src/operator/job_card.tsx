import { UnstyledButton } from "@mantine/core";
import type { JobCard } from "../host/types";
import { Chip, Note } from "../parts/chip";
import { showAmount } from "../parts/quantity";
import { READINESS, whyNot } from "../parts/states";
import { showDue, showSpan } from "../parts/time";
import { sentence, word } from "../words/words";
import css from "./job_list.module.css";

interface CardProps {
  card: JobCard;
  now: string;
  zone: string;
  onOpen: () => void;
}

/** A job: its state, what it is, when it is due, how many are left, and why it cannot start. */
export function Card({ card, now, zone, onOpen }: CardProps) {
  const { tone, says } = READINESS[card.readiness];
  const why = whyNot(card);
  return (
    <UnstyledButton className={css.card} onClick={onOpen} data-testid="job-card">
      <span className={css.state}>
        <Chip tone={tone}>{word(says)}</Chip>
      </span>
      <span className={css.what}>
        <span className={css.name}>
          <strong>{card.description}</strong>
          <span>{card.name}</span>
        </span>
        <span className={css.ids} dir="ltr">
          {word("job.ids", { order: card.order, segment: card.segment, material: card.material })}
        </span>
        {card.changed != null && (
          <span className={css.why}>
            <Note tone="warn">{sentence(card.changed)}</Note>
          </span>
        )}
        {why && (
          <span className={css.why}>
            <Note tone="warn">{sentence(why)}</Note>
          </span>
        )}
      </span>
      <span className={css.due}>
        <Due card={card} now={now} zone={zone} />
      </span>
      <span className={css.left}>
        <strong>{showAmount(card.remaining.value)}</strong>
        <span>
          {word("job.left_of", { unit: card.remaining.unit, of: showAmount(card.released.value) })}
        </span>
      </span>
    </UnstyledButton>
  );
}

/** When it is due, and how late when it is. */
export function Due({ card, now, zone }: { card: JobCard; now: string; zone: string }) {
  if (card.due == null) return <span>{word("job.no_due")}</span>;
  const due = word("job.due", { due: showDue(card.due, now, zone) });
  if (!card.late) return <span>{due}</span>;
  return (
    <>
      <span>{due}</span>
      <Note tone="alarm">{lateness(card)}</Note>
    </>
  );
}

/** How late, in words. */
export function lateness(card: JobCard): string {
  if (card.behind_s == null) return word("job.late");
  return word("job.behind", { span: showSpan(card.behind_s) });
}
