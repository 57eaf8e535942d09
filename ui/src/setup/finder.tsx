import { Button } from "@mantine/core";
import { IconKeyboard, IconPlug, IconPrinter, IconTestPipe, IconUsb } from "@tabler/icons-react";
import { useState } from "react";
import type {
  DeviceChoice,
  DeviceRole,
  DeviceView,
  FoundDevice,
  FoundKind,
  FoundUse,
  FoundView,
} from "../host/types";
import { useHost } from "../host/views";
import { Chip, Note } from "../parts/chip";
import { tellFailure } from "../parts/notice";
import page from "../parts/page.module.css";
import { Nothing } from "../parts/waiting";
import { sentence, word } from "../words/words";
import { BindDialog } from "./bind_dialog";
import css from "./finder.module.css";
import { TryOut } from "./try_out";

const ICONS: Record<FoundKind, typeof IconUsb> = {
  serial: IconPlug,
  hid: IconUsb,
  keys: IconKeyboard,
  usb_printer: IconPrinter,
  simulated: IconTestPipe,
};

interface FinderProps {
  choices: DeviceChoice[];
  bound: DeviceView[];
}

/** Finds what is plugged in, gives it a role and tries it out. */
export function Finder({ choices, bound }: FinderProps) {
  const host = useHost();
  const [finding, setFinding] = useState(false);
  const [found, setFound] = useState<FoundView | null>(null);
  const [chosen, setChosen] = useState<{ use: FoundUse; simulated: boolean } | null>(null);
  const [trying, setTrying] = useState<DeviceRole | null>(null);
  async function find() {
    setFinding(true);
    setTrying(null);
    try {
      setFound(await host.call("find_devices", {}));
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setFinding(false);
    }
  }
  const choice = choices.find(({ role }) => role === chosen?.use.role);
  return (
    <section className={css.finder} aria-label={word("finder.title")}>
      <div className={css.answers}>
        <Button loading={finding} onClick={() => void find()}>
          {word(found ? "finder.again" : "finder.find")}
        </Button>
        {found && (
          <Button
            variant="default"
            onClick={() => {
              setFound(null);
              setTrying(null);
            }}
          >
            {word("finder.close")}
          </Button>
        )}
      </div>
      {found && trying && <Trial role={trying} sheet={found.code_sheet} />}
      {found?.troubles.map((trouble) => (
        <Note key={trouble} tone="warn">
          {sentence(trouble)}
        </Note>
      ))}
      {found?.devices.length === 0 && (
        <Nothing title={word("finder.none")} hint={word("finder.none_hint")} />
      )}
      {found && found.devices.length > 0 && (
        <ul className={css.list}>
          {found.devices.map((device) => (
            <Device
              key={`${device.kind}/${device.place}/${device.name}`}
              device={device}
              onUse={(use) => setChosen({ use, simulated: device.kind === "simulated" })}
            />
          ))}
        </ul>
      )}
      {chosen && choice && (
        <BindDialog
          choice={choice}
          device={bound.find(({ role }) => role === choice.role) ?? null}
          found={chosen.use}
          foundSimulated={chosen.simulated}
          onClose={() => setChosen(null)}
          onBound={() => void find().then(() => setTrying(choice.role))}
        />
      )}
    </section>
  );
}

interface DeviceProps {
  device: FoundDevice;
  onUse: (use: FoundUse) => void;
}

function Device({ device, onUse }: DeviceProps) {
  const Icon = ICONS[device.kind];
  return (
    <li className={page.panel}>
      <div className={css.device}>
        <Icon aria-hidden size={28} stroke={1.5} />
        <div className={css.facts}>
          <p>
            <strong>{device.name}</strong> {word(`finder.${device.kind}`)}{" "}
            {device.bound && (
              <Chip tone="done">
                {word("finder.bound", { role: word(`device.${device.bound}`) })}
              </Chip>
            )}
          </p>
          {device.place && (
            <p dir="ltr" className={page.quiet}>
              {device.place}
            </p>
          )}
          {device.sentence && <Note tone="warn">{sentence(device.sentence)}</Note>}
        </div>
        <div className={css.answers}>
          {device.uses.map((use) => (
            <Button
              key={use.role}
              variant="default"
              aria-label={word("finder.use_named", {
                name: device.name,
                role: word(`device.${use.role}`),
              })}
              onClick={() => onUse(use)}
            >
              {word("finder.use", { role: word(`device.${use.role}`) })}
            </Button>
          ))}
        </div>
      </div>
    </li>
  );
}

/** A live test of what was just set up; a scanner reads the sheet. */
function Trial({ role, sheet }: { role: DeviceRole; sheet: string }) {
  return (
    <div className={`${page.panel} ${css.trial}`}>
      <h2>{word("finder.try", { role: word(`device.${role}`) })}</h2>
      {role === "scanner" && (
        <>
          <p>{word("finder.sheet_hint")}</p>
          <img
            className={css.sheet}
            alt={word("finder.sheet")}
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(sheet)}`}
          />
        </>
      )}
      <TryOut role={role} />
    </div>
  );
}
