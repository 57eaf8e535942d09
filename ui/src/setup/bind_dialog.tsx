import { Modal } from "@mantine/core";
import { useState } from "react";
import { useAct } from "../host/act";
import type { DeviceRole } from "../host/types";
import form from "../operator/code_dialog.module.css";
import { tell } from "../parts/notice";
import { Press } from "../parts/press";
import { word } from "../words/words";
import css from "./devices.module.css";

/** Gives a role to another device, at once. */
export function BindDialog({ role, onClose }: { role: DeviceRole; onClose: () => void }) {
  const { busy, act } = useAct();
  const [target, setTarget] = useState("");
  const [simulated, setSimulated] = useState(false);
  async function bind() {
    const bound = await act("command_bind_device", { role, target: target.trim(), simulated });
    if (bound === null) return;
    onClose();
    tell("accept", word("devices.bound", { target: target.trim() }));
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
