import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { word } from "../words/words";
import { dismiss, type Notice, notice } from "./notice";
import css from "./notice_bar.module.css";
import { useStore } from "./store";

const ICONS = { accept: IconCheck, reject: IconX, attention: IconAlertTriangle } as const;

/** The last action's outcome, read out as it appears. */
export function NoticeBar() {
  const shown = useStore(notice);
  return (
    <div className={css.place} aria-live="assertive" role="status">
      {shown && <Shown key={shown.id} shown={shown} />}
    </div>
  );
}

function Shown({ shown }: { shown: Notice }) {
  const Icon = ICONS[shown.sound];
  return (
    <div className={css.bar} data-sound={shown.sound} data-testid="notice">
      <Icon aria-hidden size={32} stroke={2.5} className={css.icon} />
      <div className={css.text}>
        <span>{shown.text}</span>
        {shown.gates.length > 1 && (
          <ul>
            {shown.gates.map((gate) => (
              <li key={gate.code}>{gate.sentence}</li>
            ))}
          </ul>
        )}
      </div>
      {shown.undo && (
        <button type="button" onClick={shown.undo}>
          {word("undo.button")}
        </button>
      )}
      <button type="button" onClick={() => dismiss(shown.id)} aria-label={word("notice.close")}>
        <IconX aria-hidden size={24} />
      </button>
    </div>
  );
}
