import { IconPrinter, IconScale, IconScan } from "@tabler/icons-react";
import { useState } from "react";
import type { DeviceRole, DeviceView, Found, WeightView } from "../host/types";
import { useView } from "../host/views";
import { Chip, Note } from "../parts/chip";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { Loaded, Nothing } from "../parts/waiting";
import { useFound } from "../scan/found";
import { sentence, word } from "../words/words";
import css from "./devices.module.css";

const ICONS: Record<DeviceRole, typeof IconScale> = {
  scanner: IconScan,
  scale: IconScale,
  printer: IconPrinter,
};

/** Scanner, scale and printer: whether they answer, and a live test of each. */
export default function Devices() {
  const devices = useView("view_devices", {});
  const weight = useView("view_weight", {});
  const [last, setLast] = useState<Found | null>(null);
  useFound((found) => {
    setLast(found);
    return found.found !== "badge";
  });
  return (
    <Loaded view={devices}>
      {({ devices: all }) => (
        <div className={`${page.page} ${page.scroll}`}>
          <div className={page.title}>
            <h1>{word("devices.title")}</h1>
            <span className={page.quiet}>{word("devices.hint")}</span>
          </div>
          {all.length === 0 && (
            <Nothing title={word("devices.none")} hint={word("devices.none_hint")} />
          )}
          <div className={css.devices}>
            {all.map((device) => (
              <Device key={`${device.role}/${device.target}`} device={device}>
                {device.role === "scale" && device.ready && weight.data && (
                  <Weight weight={weight.data} />
                )}
                {device.role === "scanner" && <LastScan last={last} />}
              </Device>
            ))}
          </div>
        </div>
      )}
    </Loaded>
  );
}

function Device({ device, children }: { device: DeviceView; children: React.ReactNode }) {
  const Icon = ICONS[device.role];
  return (
    <article className={`${page.panel} ${css.device}`}>
      <header>
        <Icon aria-hidden size={28} stroke={1.5} />
        <h2>{word(`device.${device.role}`)}</h2>
        {device.simulated && <Chip tone="neutral">{word("devices.simulated")}</Chip>}
        {device.ready ? (
          <Chip tone="done">{word("devices.ready")}</Chip>
        ) : (
          <Chip tone="alarm">{word("devices.not_ready")}</Chip>
        )}
      </header>
      <p dir="ltr" className={page.quiet}>
        {device.target}
      </p>
      {device.sentence != null && (
        <p>
          <Note tone="alarm">{sentence(device.sentence)}</Note>
        </p>
      )}
      {children}
    </article>
  );
}

function Weight({ weight }: { weight: WeightView }) {
  if (weight.shows === "no_weight") return <Note tone="warn">{sentence(weight.sentence)}</Note>;
  return (
    <p className={css.live}>
      <strong>{showQuantity(weight.weight)}</strong>
      <Chip tone={weight.stable ? "done" : "neutral"}>
        {word(weight.stable ? "weigh.stable" : "weigh.moving")}
      </Chip>
    </p>
  );
}

function LastScan({ last }: { last: Found | null }) {
  if (last === null) return <p className={page.quiet}>{word("devices.scan_something")}</p>;
  if (last.found === "nothing") return <Note tone="warn">{last.sentence}</Note>;
  return (
    <p className={css.live}>
      <strong>{word(`found.${last.found}`)}</strong>
    </p>
  );
}
