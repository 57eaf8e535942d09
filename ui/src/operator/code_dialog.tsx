import { Modal } from "@mantine/core";
import { useState } from "react";
import { Press } from "../parts/press";
import { word } from "../words/words";
import css from "./code_dialog.module.css";

interface CodeDialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  onCode: (text: string) => void;
}

/** For a code no scanner can read any more: typed, then treated exactly like a scan. */
export function CodeDialog({ open, title, onClose, onCode }: CodeDialogProps) {
  const [text, setText] = useState("");
  function submit() {
    if (text.trim() === "") return;
    onClose();
    setText("");
    onCode(text.trim());
  }
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
      size="lg"
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label>
          {word("code.label")}
          <input
            dir="ltr"
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
          <Press wide main onPress={text.trim() === "" ? null : submit}>
            {word("code.use")}
          </Press>
        </div>
      </form>
    </Modal>
  );
}
