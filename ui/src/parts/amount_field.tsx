import { useEffect, useRef } from "react";
import { word } from "../words/words";
import css from "./amount_field.module.css";
import { parseTyped } from "./decimal";
import { showAmount } from "./quantity";

interface AmountFieldProps {
  label: string;
  text: string;
  unit: string;
  active: boolean;
  /** Whether the text is a suggestion nobody typed. */
  fresh?: boolean;
  big?: boolean;
  onFocus: () => void;
  onText: (text: string) => void;
}

/** An amount: typed on the pad or a keyboard, echoed as it was understood. */
export function AmountField(props: AmountFieldProps) {
  const { label, text, unit, active, fresh, big, onFocus, onText } = props;
  const read = text === "" ? null : parseTyped(text);
  const bad = text !== "" && read === null;
  const input = useRef<HTMLInputElement>(null);
  // What looks ready to be typed into is: a digit typed elsewhere would be lost, and the suggestion booked.
  useEffect(() => {
    if (active) input.current?.focus();
  }, [active]);
  return (
    <label className={css.field} data-active={active || undefined} data-big={big || undefined}>
      <span className={css.label}>{label}</span>
      <input
        ref={input}
        value={text}
        inputMode="none"
        autoComplete="off"
        dir="ltr"
        data-fresh={fresh === true || undefined}
        aria-invalid={bad}
        onFocus={(event) => {
          onFocus();
          if (fresh) event.target.select();
        }}
        onChange={(event) => onText(event.target.value)}
      />
      <span className={css.echo} data-bad={bad || undefined}>
        {echo(read, bad, unit, fresh === true)}
      </span>
    </label>
  );
}

function echo(read: string | null, bad: boolean, unit: string, fresh: boolean): string {
  if (bad) return word("amount.bad");
  if (read === null) return unit;
  if (fresh) return word("amount.suggested", { unit });
  return word("amount.read", { amount: showAmount(read), unit });
}
