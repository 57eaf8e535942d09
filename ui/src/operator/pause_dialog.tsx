import { Modal } from "@mantine/core";
import { Press } from "../parts/press";
import { word } from "../words/words";
import css from "./choices.module.css";

interface PauseDialogProps {
  open: boolean;
  reasons: string[];
  onClose: () => void;
  onReason: (reason: string) => void;
}

/** Why the run stops: one tap. */
export function PauseDialog({ open, reasons, onClose, onReason }: PauseDialogProps) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={word("pause.title")}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
      size="xl"
    >
      <div className={css.choices}>
        {reasons.map((reason) => (
          <Press
            key={reason}
            onPress={() => {
              onClose();
              onReason(reason);
            }}
          >
            {reason}
          </Press>
        ))}
      </div>
    </Modal>
  );
}
