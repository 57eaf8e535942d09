import { Modal } from "@mantine/core";
import { useState } from "react";
import type { ComponentView } from "../host/types";
import { parseTyped } from "../parts/decimal";
import { Press } from "../parts/press";
import { showQuantity } from "../parts/quantity";
import { word } from "../words/words";
import choices from "./choices.module.css";
import css from "./code_dialog.module.css";

type Taken = ComponentView["taken"][number];

interface GiveBackProps {
  open: boolean;
  taken: Taken[];
  onClose: () => void;
  onBack: (lot: Taken, value: string) => void;
}

/** How much of which lot was not used up. It comes back as a container of its own. */
export function GiveBackDialog({ open, taken, onClose, onBack }: GiveBackProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState("");
  const lot = taken.length === 1 ? taken[0] : taken.find((one) => one.lot === chosen);
  const value = parseTyped(text);
  function submit() {
    if (lot === undefined || value === null) return;
    onClose();
    setText("");
    onBack(lot, value);
  }
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={word("back.title")}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
      size="xl"
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={choices.choices}>
          {taken.map((one) => (
            <Press key={one.lot} pressed={one === lot} onPress={() => setChosen(one.lot)}>
              {word("back.lot", { lot: one.number, amount: showQuantity(one.quantity) })}
            </Press>
          ))}
        </div>
        <label>
          {word("back.amount", { unit: lot?.quantity.unit ?? "" })}
          <input
            dir="ltr"
            inputMode="decimal"
            value={text}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className={css.answers}>
          <Press wide onPress={onClose}>
            {word("code.cancel")}
          </Press>
          <Press wide main onPress={lot === undefined || value === null ? null : submit}>
            {word("back.give")}
          </Press>
        </div>
      </form>
    </Modal>
  );
}
