import { Button } from "@mantine/core";
import { IconPrinter, IconScale, IconScan } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { hasRole, session } from "../host/session";
import type { DeviceChoice, DeviceRole, DeviceView, Found, WeightView } from "../host/types";
import { useView } from "../host/views";
import { Chip, Note } from "../parts/chip";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { useStore } from "../parts/store";
import { showMoment } from "../parts/time";
import { Loaded, Nothing } from "../parts/waiting";
import { useFound } from "../scan/found";
import { sentence, word } from "../words/words";
import { BindDialog } from "./bind_dialog";
import css from "./devices.module.css";
import { Finder } from "./finder";
import { TryOut } from "./try_out";

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
  const [binding, setBinding] = useState<DeviceRole | null>(null);
  const mayBind = hasRole(useStore(session), "installer");
  useFound((found) => {
    setLast(found);
    return found.found !== "badge";
  });
  return (
    <Loaded view={devices}>
      {({ devices: all, choices }) => (
        <div className={`${page.page} ${page.scroll}`}>
          <div className={page.title}>
            <h1>{word("devices.title")}</h1>
            <span className={page.quiet}>{word("devices.hint")}</span>
            <Link to="/templates">{word("design.title")}</Link>
          </div>
          {mayBind && <Finder choices={choices} bound={all} />}
          {all.length === 0 && (
            <Nothing title={word("devices.none")} hint={word("devices.none_hint")} />
          )}
          <div className={css.devices}>
            {all.map((device) => (
              <Device
                key={`${device.role}/${device.target}`}
                device={device}
                onBind={mayBind ? () => setBinding(device.role) : null}
              >
                {device.role === "scale" && device.ready && weight.data && (
                  <Weight weight={weight.data} />
                )}
                {device.role === "scanner" && <LastScan last={last} />}
              </Device>
            ))}
          </div>
          {mayBind && <Unbound choices={choices} bound={all} onBind={setBinding} />}
          {choices
            .filter(({ role }) => role === binding)
            .map((choice) => (
              <BindDialog
                key={choice.role}
                choice={choice}
                device={all.find(({ role }) => role === choice.role) ?? null}
                onClose={() => setBinding(null)}
              />
            ))}
        </div>
      )}
    </Loaded>
  );
}

interface UnboundProps {
  choices: DeviceChoice[];
  bound: DeviceView[];
  onBind: (role: DeviceRole) => void;
}

/** Roles that no device has yet. */
function Unbound({ choices, bound, onBind }: UnboundProps) {
  const roles = choices
    .map(({ role }) => role)
    .filter((role) => !bound.some((device) => device.role === role));
  return (
    <div className={css.unbound}>
      {roles.map((role) => (
        <Button key={role} variant="default" onClick={() => onBind(role)}>
          {word("devices.set_up", { role: word(`device.${role}`) })}
        </Button>
      ))}
    </div>
  );
}

interface DeviceProps {
  device: DeviceView;
  /** Absent for who may not set devices up. */
  onBind: (() => void) | null;
  children: React.ReactNode;
}

function Device({ device, onBind, children }: DeviceProps) {
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
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
      {device.ready && device.last_error && (
        <p className={page.quiet}>
          {word("devices.last_error", {
            at: showMoment(device.last_error.at, zone),
            sentence: device.last_error.sentence,
          })}
        </p>
      )}
      {children}
      {onBind && (
        <>
          <TryOut role={device.role} />
          <Button variant="default" onClick={onBind}>
            {word("devices.change")}
          </Button>
        </>
      )}
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
