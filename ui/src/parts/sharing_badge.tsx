import { IconCloudCheck, IconPlugConnectedX } from "@tabler/icons-react";
import type { StationView } from "../host/types";
import { sentence, word } from "../words/words";
import { Chip } from "./chip";
import { setRight, sharingWords } from "./sharing";
import css from "./sharing_badge.module.css";

/** Whether this station is in touch with the plant, on every screen. */
export function SharingBadge({ station }: { station: StationView }) {
  const { headline, details } = sharingWords(station);
  return (
    <div className={css.badge} data-connection={station.connection} data-testid="sharing">
      {station.connection === "offline" && <IconPlugConnectedX aria-hidden size={32} />}
      {station.connection === "online" && <IconCloudCheck aria-hidden size={24} />}
      <div className={css.words}>
        <span className={css.headline}>{headline}</span>
        {details.length > 0 && (
          <ul>
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** What somebody should set right, in one line that takes nothing from the screen below. */
export function SetRight({ station }: { station: StationView }) {
  return setRight(station).map((text) => (
    <div key={text} className={css.banner} role="status">
      <Chip tone="warn">{word("clock.installer")}</Chip>
      <span>{sentence(text)}</span>
    </div>
  ));
}
