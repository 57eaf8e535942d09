import { Modal } from "@mantine/core";
import { useState } from "react";
import { word } from "../words/words";
import css from "./key_sheet.module.css";
import { keyName, SHORTCUTS, type ShortcutId } from "./shortcuts";
import { useStore } from "./store";
import { offered, useShortcuts } from "./use_shortcuts";

/** What the keys do on this screen, from the table the keys themselves are read from. */
export function KeySheet() {
  const [open, setOpen] = useState(false);
  useShortcuts({ help: () => setOpen(true) });
  return (
    <Modal
      opened={open}
      onClose={() => setOpen(false)}
      title={word("keys.title")}
      closeButtonProps={{ "aria-label": word("keys.close") }}
      centered
    >
      <Sheet />
    </Modal>
  );
}

function Sheet() {
  const parts = useStore(offered);
  const ids = new Set(parts.flatMap(({ current }) => Object.keys(current) as ShortcutId[]));
  return (
    <dl className={css.sheet}>
      {[...ids].map((id) => (
        <div key={id}>
          <dt>
            {SHORTCUTS[id].keys.map((key) => (
              <kbd key={key}>{keyName(key)}</kbd>
            ))}
          </dt>
          <dd>{word(SHORTCUTS[id].does)}</dd>
        </div>
      ))}
    </dl>
  );
}
