import { Button, SegmentedControl } from "@mantine/core";
import { useAct } from "../host/act";
import { useView } from "../host/views";
import { IDLE_MINUTES } from "../parts/idle";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { changeSettings, settings } from "../parts/settings";
import { play } from "../parts/sounds";
import { useStore } from "../parts/store";
import { word } from "../words/words";
import { CARD_MM, pxPerMmOf } from "./calibration";
import css from "./station.module.css";

/** How this screen looks, sounds and reads; kept on this machine. */
export default function ThisScreen() {
  return (
    <div className={`${page.page} ${page.scroll}`}>
      <div className={page.title}>
        <h1>{word("station.title")}</h1>
        <span className={page.quiet}>{word("station.hint")}</span>
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <WorkUnit />
          <Look />
          <Sounds />
          <Scanner />
        </div>
        <div className={css.column}>
          <Size />
          <Idle />
        </div>
      </div>
    </div>
  );
}

function WorkUnit() {
  const station = useView("view_station", {}).data;
  const { busy, act } = useAct();
  if (!station) return null;
  async function choose(work_unit: string, name: string) {
    const done = await act("command_choose_work_unit", { work_unit });
    if (done) tell("accept", word("unit.chosen", { name }));
  }
  return (
    <section className={page.panel}>
      <h2>{word("unit.choose")}</h2>
      <select
        className={page.input}
        aria-label={word("unit.choose")}
        disabled={busy}
        value={station.work_unit?.id ?? ""}
        onChange={(event) => {
          const unit = station.work_units.find(({ id }) => id === event.target.value);
          if (unit) void choose(unit.id, unit.name);
        }}
      >
        {!station.work_unit && <option value="">{word("station.no_unit")}</option>}
        {station.work_units.map(({ id, key, name }) => (
          <option key={id} value={id}>
            {word("unit.name", { key, name })}
          </option>
        ))}
      </select>
    </section>
  );
}

function Look() {
  const { theme, gloves } = useStore(settings);
  return (
    <section className={page.panel}>
      <h2>{word("station.look")}</h2>
      <div className={css.choices}>
        <SegmentedControl
          aria-label={word("station.look")}
          value={theme}
          onChange={(chosen) => changeSettings({ theme: chosen === "dark" ? "dark" : "light" })}
          data={[
            { value: "light", label: word("station.light") },
            { value: "dark", label: word("station.dark") },
          ]}
        />
        <SegmentedControl
          aria-label={word("station.hands")}
          value={gloves ? "gloves" : "bare"}
          onChange={(chosen) => changeSettings({ gloves: chosen === "gloves" })}
          data={[
            { value: "bare", label: word("station.bare") },
            { value: "gloves", label: word("station.gloves") },
          ]}
        />
      </div>
    </section>
  );
}

function Sounds() {
  const { volume } = useStore(settings);
  return (
    <section className={page.panel}>
      <h2>{word("station.sounds")}</h2>
      <div className={css.choices}>
        <input
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={volume}
          aria-label={word("station.volume")}
          onChange={(event) => changeSettings({ volume: event.target.valueAsNumber })}
        />
        {(["accept", "reject", "attention"] as const).map((sound) => (
          <Button key={sound} variant="default" onClick={() => play(sound)}>
            {word(`sound.${sound}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Scanner() {
  const { scanPrefix, scanEnds } = useStore(settings);
  return (
    <section className={page.panel}>
      <h2>{word("station.scanner")}</h2>
      <label className={css.choices}>
        {word("station.prefix")}
        <input
          className={`${page.input} ${css.prefix}`}
          dir="ltr"
          maxLength={4}
          value={scanPrefix}
          onChange={(event) => changeSettings({ scanPrefix: event.target.value })}
        />
      </label>
      <p className={page.quiet}>{word("station.prefix_hint")}</p>
      <label className={css.choices}>
        <input
          type="checkbox"
          className={css.check}
          checked={scanEnds}
          onChange={(event) => changeSettings({ scanEnds: event.target.checked })}
        />
        {word("station.ends")}
      </label>
    </section>
  );
}

function Idle() {
  const { idleMinutes } = useStore(settings);
  return (
    <section className={page.panel}>
      <h2>{word("station.idle")}</h2>
      <SegmentedControl
        aria-label={word("station.idle")}
        value={String(idleMinutes)}
        onChange={(chosen) => changeSettings({ idleMinutes: Number(chosen) })}
        data={IDLE_MINUTES.map((minutes) => ({
          value: String(minutes),
          label: word("station.idle_after", { minutes }),
        }))}
      />
      <p className={page.quiet}>{word("station.idle_hint")}</p>
    </section>
  );
}

function Size() {
  const { pxPerMm } = useStore(settings);
  return (
    <section className={page.panel}>
      <h2>{word("station.size")}</h2>
      <p>{word("station.size_hint")}</p>
      <input
        className={css.slider}
        type="range"
        min={CARD_MM}
        max={CARD_MM * 12}
        step={1}
        value={Math.round(pxPerMm * CARD_MM)}
        aria-label={word("station.card_width")}
        onChange={(event) => changeSettings({ pxPerMm: pxPerMmOf(event.target.valueAsNumber) })}
      />
      <div className={css.card} data-testid="bank-card">
        {word("station.card")}
      </div>
    </section>
  );
}
