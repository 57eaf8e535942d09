import { IconBackspace } from "@tabler/icons-react";
import { word } from "../words/words";
import type { PadKey } from "./keypad";
import css from "./number_pad.module.css";
import { Press } from "./press";

const ROWS: PadKey[] = [
  "7",
  "8",
  "9",
  "+1",
  "4",
  "5",
  "6",
  "+10",
  "1",
  "2",
  "3",
  "clear",
  "0",
  ".",
  "back",
];

/** A number pad for fingers. It edits text; what the text means is echoed by the field. */
export function NumberPad({ onKey }: { onKey: (key: PadKey) => void }) {
  return (
    <div className={css.pad}>
      {ROWS.map((key) => (
        <Press key={key} fast label={label(key)} onPress={() => onKey(key)}>
          {face(key)}
        </Press>
      ))}
    </div>
  );
}

function label(key: PadKey): string {
  if (key === "back") return word("keypad.back");
  if (key === "clear") return word("keypad.clear");
  if (key === ".") return word("keypad.point");
  return key;
}

function face(key: PadKey) {
  if (key === "back") return <IconBackspace aria-hidden size={32} />;
  if (key === "clear") return word("keypad.clear_short");
  return key;
}
