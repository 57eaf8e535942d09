import { Modal } from "@mantine/core";
import { useState } from "react";
import { Press } from "../parts/press";
import { word } from "../words/words";
import choices from "./choices.module.css";
import css from "./code_dialog.module.css";

interface ReasonDialogProps {
  open: boolean;
  title: string;
  choices: string[];
  onClose: () => void;
  onReason: (reason: string) => void;
}

/** A reason: one of the usual ones with one tap, or in the person's own words. */
export function ReasonDialog({
  open,
  title,
  choices: usual,
  onClose,
  onReason,
}: ReasonDialogProps) {
  const [text, setText] = useState("");
  function give(reason: string) {
    if (reason.trim() === "") return;
    onClose();
    setText("");
    onReason(reason.trim());
  }
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
      size="xl"
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          give(text);
        }}
      >
        <div className={choices.choices}>
          {usual.map((reason) => (
            <Press key={reason} onPress={() => give(reason)}>
              {reason}
            </Press>
          ))}
        </div>
        <label>
          {word("reason.other")}
          <input
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className={css.answers}>
          <Press wide onPress={onClose}>
            {word("code.cancel")}
          </Press>
          <Press wide main onPress={text.trim() === "" ? null : () => give(text)}>
            {word("reason.use")}
          </Press>
        </div>
      </form>
    </Modal>
  );
}
