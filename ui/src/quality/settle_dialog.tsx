import { Button, Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../host/act";
import type { ExceptionRow } from "../host/types";
import { Note } from "../parts/chip";
import { dismiss, notice, tell } from "../parts/notice";
import { sentence, word } from "../words/words";
import css from "./exceptions.module.css";
import { NOTE_CHARS_MAX } from "./open";

interface SettleDialogProps {
  row: ExceptionRow | null;
  onClose: () => void;
}

/** Asks what came of an exception. Stays open with what was typed where the core refuses. */
export function SettleDialog({ row, onClose }: SettleDialogProps) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={row && word("exceptions.settle_name", { subject: row.subject })}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      size="lg"
      centered
    >
      {row && <Form key={row.event} row={row} onClose={onClose} />}
    </Modal>
  );
}

function Form({ row, onClose }: { row: ExceptionRow; onClose: () => void }) {
  const [note, setNote] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const { busy, settle } = useSettle(row);
  const empty = note.trim() === "";
  async function send() {
    if (empty) return;
    setRefused(null);
    if (await settle(note.trim())) onClose();
    else setRefused(takeNotice());
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p>{sentence(row.sentence)}</p>
      <label>
        {word("exceptions.note")}
        <textarea
          data-autofocus
          rows={3}
          maxLength={NOTE_CHARS_MAX}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {refused !== null && (
        <div role="alert">
          <Note tone="alarm">{refused}</Note>
        </div>
      )}
      <div className={css.answers}>
        <Button variant="default" onClick={onClose}>
          {word("code.cancel")}
        </Button>
        <Button type="submit" disabled={empty} loading={busy}>
          {word("exceptions.settle")}
        </Button>
      </div>
    </form>
  );
}

/** What the notice says, which would lie over the dialog: it is told inside. */
function takeNotice(): string | null {
  const shown = notice.get();
  if (shown) dismiss(shown.id);
  return shown?.text ?? null;
}

function useSettle(row: ExceptionRow) {
  const { busy, act } = useAct();
  const views = useQueryClient();
  /** Whether it is settled. */
  async function settle(note: string): Promise<boolean> {
    const answer = await act("command_exception", { event: row.event, note });
    if (answer === null) return false;
    views.setQueryData(["view_exceptions", {}], answer);
    tell("accept", word("exceptions.settled", { subject: row.subject }));
    return true;
  }
  return { busy, settle };
}
