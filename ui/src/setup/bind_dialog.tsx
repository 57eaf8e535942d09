import { Modal } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../host/act";
import type { DeviceChoice, DeviceView, FoundUse } from "../host/types";
import form from "../operator/code_dialog.module.css";
import { tell } from "../parts/notice";
import { Press } from "../parts/press";
import { word } from "../words/words";
import css from "./devices.module.css";

interface BindProps {
  choice: DeviceChoice;
  /** The device that has the role now; its settings stay unless they are changed. */
  device: DeviceView | null;
  /** A device that was found for the role, to begin with. */
  found?: FoundUse | null;
  /** Whether what was found is a simulator. */
  foundSimulated?: boolean;
  onClose: () => void;
  /** Called once the device has the role. */
  onBound?: () => void;
}

/** Gives a role to another device, or another protocol to the one that has it; at once. */
export function BindDialog(props: BindProps) {
  const { choice, device, found = null, foundSimulated = false, onClose, onBound } = props;
  const { busy, act } = useAct();
  const { role, protocols, dpis } = choice;
  const [target, setTarget] = useState(found?.place ?? device?.place ?? "");
  const [protocol, setProtocol] = useState(
    found?.protocol || device?.protocol || protocols[0]?.name || "",
  );
  const [unit, setUnit] = useState(device?.unit ?? "kg");
  const [dpi, setDpi] = useState(device?.dpi ?? dpis[0] ?? null);
  const [simulated, setSimulated] = useState(found ? foundSimulated : (device?.simulated ?? false));
  const needsUnit = protocols.some((known) => known.name === protocol && known.needs_unit);
  async function bind() {
    const settings = { protocol, unit: needsUnit ? unit.trim() : null, dpi };
    const place = target.trim();
    const bound = await act("command_bind_device", { role, target: place, ...settings, simulated });
    if (bound === null) return;
    onClose();
    onBound?.();
    tell("accept", word("devices.bound", { target: place }));
  }
  const ready = target.trim() !== "" && !busy;
  return (
    <Modal
      opened
      onClose={onClose}
      title={word("devices.bind_title", { role: word(`device.${role}`) })}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
      size="lg"
    >
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void bind();
        }}
      >
        <label>
          {word("devices.target")}
          <input
            dir="ltr"
            value={target}
            autoComplete="off"
            data-autofocus
            placeholder="tcp:192.0.2.7:9100"
            onChange={(event) => setTarget(event.target.value)}
          />
        </label>
        <label>
          {word("devices.protocol")}
          <select value={protocol} onChange={(event) => setProtocol(event.target.value)}>
            {protocols.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {needsUnit && (
          <label>
            {word("devices.unit")}
            <input
              dir="ltr"
              value={unit}
              autoComplete="off"
              onChange={(event) => setUnit(event.target.value)}
            />
          </label>
        )}
        {dpi !== null && (
          <label>
            {word("devices.dpi")}
            <select value={dpi} onChange={(event) => setDpi(Number(event.target.value))}>
              {dpis.map((known) => (
                <option key={known}>{known}</option>
              ))}
            </select>
          </label>
        )}
        <div className={css.simulated}>
          <input
            id="bind-simulated"
            type="checkbox"
            checked={simulated}
            onChange={(event) => setSimulated(event.target.checked)}
          />
          <label htmlFor="bind-simulated">{word("devices.is_simulated")}</label>
        </div>
        <div className={form.answers}>
          <Press wide onPress={onClose}>
            {word("code.cancel")}
          </Press>
          <Press wide main onPress={ready ? () => void bind() : null}>
            {word("devices.use")}
          </Press>
        </div>
      </form>
    </Modal>
  );
}
