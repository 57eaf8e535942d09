import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useAct } from "../host/act";
import { hasRole, session } from "../host/session";
import type { TemplateDrawn, TemplateView } from "../host/types";
import { useHost, useView } from "../host/views";
import { Note } from "../parts/chip";
import { tell, tellFailure } from "../parts/notice";
import page from "../parts/page.module.css";
import { useStore } from "../parts/store";
import { Loaded } from "../parts/waiting";
import { sentence, word } from "../words/words";
import { nextVersion, readTemplate, type Template, withElement, writeTemplate } from "./design";
import { Elements } from "./design_elements";
import { Preview } from "./design_preview";
import css from "./templates.module.css";

/** Pause after a change before the label is drawn anew, in milliseconds. */
const DRAW_AFTER_MS = 150;

/** The template a person begins with. */
const FIRST = "lot";

/** Label templates: drawn by the core as they are changed, kept as new versions. */
export default function Templates() {
  const templates = useView("view_templates", {});
  return <Loaded view={templates}>{({ templates: all }) => <Designer all={all} />}</Loaded>;
}

function Designer({ all }: { all: TemplateView[] }) {
  const mayKeep = hasRole(useStore(session), "installer");
  const { busy, act } = useAct();
  const views = useQueryClient();
  const [text, setText] = useState(
    () => (all.find(({ name }) => name === FIRST) ?? all[0])?.template ?? "",
  );
  const [selected, setSelected] = useState<number | null>(null);
  const [samples, setSamples] = useState<Record<string, string>>({});
  const drawn = useDrawn(text, samples);
  const template = readTemplate(text);
  const change = (next: Template) => setText(writeTemplate(next));
  const known = template && all.find((one) => same(one, template));
  const unchanged = known?.template === text;
  const version = template ? nextVersion(template.name, all) : 1;

  function open(chosen: string) {
    setText(all.find((one) => key(one) === chosen)?.template ?? text);
    setSelected(null);
    setSamples({});
  }
  async function keep() {
    if (!template) return;
    const next = writeTemplate({ ...template, version });
    const answer = await act("command_template", { template: next });
    if (answer === null) return;
    views.setQueryData(["view_templates", {}], answer);
    setText(next);
    tell("accept", word("design.kept", { name: template.name, version }));
  }

  return (
    <div className={`${page.page} ${page.scroll}`}>
      <div className={page.title}>
        <h1>{word("design.title")}</h1>
        <span className={page.quiet}>{word("design.hint")}</span>
      </div>
      <div className={css.bar}>
        <label>
          {word("design.template")}
          <select value={known ? key(known) : ""} onChange={(event) => open(event.target.value)}>
            {!known && <option value="">{template?.name ?? "?"}</option>}
            {all.map((one) => (
              <option key={key(one)} value={key(one)}>
                {word(one.built_in ? "design.built_in" : "design.own", {
                  name: one.name,
                  version: one.version,
                })}
              </option>
            ))}
          </select>
        </label>
        {template && <Size template={template} onChange={change} />}
        {mayKeep && (
          <Button disabled={busy || unchanged || drawn?.svg == null} onClick={() => void keep()}>
            {word("design.keep", { version })}
          </Button>
        )}
      </div>
      <div className={css.halves}>
        <div className={css.drawing}>
          {drawn?.sentence && <Note tone="alarm">{sentence(drawn.sentence)}</Note>}
          {template && (
            <Preview
              template={template}
              svg={drawn?.svg ?? null}
              selected={selected}
              onSelect={setSelected}
              onMove={(at, element) => change(withElement(template, at, element))}
            />
          )}
          <Samples drawn={drawn} samples={samples} onChange={setSamples} />
        </div>
        <div className={css.panel}>
          {template && (
            <Elements
              template={template}
              selected={selected}
              onSelect={setSelected}
              onChange={change}
            />
          )}
          <File text={text} name={template?.name ?? "label"} onChange={setText} />
        </div>
      </div>
    </div>
  );
}

function key({ name, version }: { name: string; version: number }): string {
  return `${name} ${version}`;
}

function same(one: TemplateView, template: Template): boolean {
  return key(one) === key(template);
}

/** What the core draws of a template, a moment after it was changed. */
function useDrawn(template: string, fields: Record<string, string>): TemplateDrawn | null {
  const host = useHost();
  const [drawn, setDrawn] = useState<TemplateDrawn | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      host.call("draw_template", { template, fields }).then(
        (answer) => wanted && setDrawn(answer),
        (thrown) => wanted && tellFailure(thrown),
      );
    }, DRAW_AFTER_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [host, template, fields]);
  return drawn;
}

function Size({ template, onChange }: { template: Template; onChange: (next: Template) => void }) {
  return (
    <>
      <label>
        {word("design.name")}
        <input
          dir="ltr"
          value={template.name}
          onChange={(event) => onChange({ ...template, name: event.target.value })}
        />
      </label>
      {(["width_mm", "height_mm"] as const).map((side) => (
        <label key={side} className={css.number}>
          {word(`design.${side}`)}
          <input
            type="number"
            value={template[side]}
            onChange={(event) => onChange({ ...template, [side]: event.target.valueAsNumber || 0 })}
          />
        </label>
      ))}
    </>
  );
}

interface SamplesProps {
  drawn: TemplateDrawn | null;
  samples: Record<string, string>;
  onChange: (samples: Record<string, string>) => void;
}

/** What stands in the fields while the label is tried; an empty one is absent. */
function Samples({ drawn, samples, onChange }: SamplesProps) {
  if (!drawn || drawn.fields.length === 0) return null;
  return (
    <fieldset className={css.samples}>
      <legend>{word("design.samples")}</legend>
      {drawn.fields.map(({ name, text }) => (
        <label key={name}>
          {name}
          <input
            value={samples[name] ?? text}
            onChange={(event) => onChange({ ...samples, [name]: event.target.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}

interface FileProps {
  text: string;
  name: string;
  onChange: (text: string) => void;
}

/** The template as its file: to copy, to paste, to save and to open. */
function File({ text, name, onChange }: FileProps) {
  return (
    <details className={css.file}>
      <summary>{word("design.file")}</summary>
      <textarea
        dir="ltr"
        spellCheck={false}
        aria-label={word("design.file")}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className={css.bar}>
        <a
          download={`${name}.json`}
          href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
        >
          {word("design.export")}
        </a>
        <label>
          {word("design.import")}
          <input
            type="file"
            accept=".json,application/json"
            onChange={(event) => void event.target.files?.[0]?.text().then(onChange)}
          />
        </label>
      </div>
    </details>
  );
}
