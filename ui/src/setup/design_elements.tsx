import { Button } from "@mantine/core";
import { word } from "../words/words";
import {
  contentOf,
  type Element,
  fresh,
  KINDS,
  SYMBOLOGIES,
  saying,
  type Template,
  withElement,
} from "./design";
import css from "./templates.module.css";

interface ElementsProps {
  template: Template;
  selected: number | null;
  onSelect: (at: number | null) => void;
  onChange: (template: Template) => void;
}

/** What is on the label, and one element of it in full. */
export function Elements({ template, selected, onSelect, onChange }: ElementsProps) {
  const { elements } = template;
  const element = selected === null ? undefined : elements[selected];
  function add(one: Element) {
    onChange({ ...template, elements: [...elements, one] });
    onSelect(elements.length);
  }
  return (
    <>
      <label>
        {word("design.elements")}
        <select
          value={selected ?? ""}
          onChange={(event) =>
            onSelect(event.target.value === "" ? null : Number(event.target.value))
          }
        >
          <option value="">{word("design.choose")}</option>
          {elements.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an element is known by its place alone
            <option key={at} value={at}>
              {`${at + 1} ${one.kind} ${contentOf(one) ?? ""}`}
            </option>
          ))}
        </select>
      </label>
      <div className={css.bar}>
        {KINDS.map((kind) => (
          <Button key={kind} variant="default" onClick={() => add(fresh(kind))}>
            {word(`design.add_${kind as "text" | "barcode" | "line" | "box"}`)}
          </Button>
        ))}
      </div>
      {element && selected !== null && (
        <One
          element={element}
          onChange={(next) => onChange(withElement(template, selected, next))}
          onRemove={() => {
            onChange(withElement(template, selected, null));
            onSelect(null);
          }}
        />
      )}
    </>
  );
}

interface OneProps {
  element: Element;
  onChange: (element: Element) => void;
  onRemove: () => void;
}

function One({ element, onChange, onRemove }: OneProps) {
  const content = contentOf(element);
  const lengths = Object.keys(element).filter((name) => typeof element[name] === "number");
  return (
    <fieldset className={css.one}>
      <legend>{element.kind}</legend>
      {content !== null && (
        <label className={css.wide}>
          {word("design.says")}
          <input
            dir="ltr"
            value={content}
            onChange={(event) => onChange(saying(element, event.target.value))}
          />
        </label>
      )}
      {content !== null && element.kind === "barcode" && (
        <Symbology element={element} onChange={onChange} />
      )}
      {element.kind === "text" && <Weight element={element} onChange={onChange} />}
      {lengths.map((name) => (
        <label key={name} className={css.number}>
          {name.replace(/_/g, " ")}
          <input
            type="number"
            step="0.5"
            value={element[name] as number}
            onChange={(event) => onChange({ ...element, [name]: event.target.valueAsNumber || 0 })}
          />
        </label>
      ))}
      <Button variant="default" onClick={onRemove}>
        {word("design.remove")}
      </Button>
    </fieldset>
  );
}

type ChoiceProps = Omit<OneProps, "onRemove">;

function Symbology({ element, onChange }: ChoiceProps) {
  const code = element.code as { symbology: string };
  return (
    <label>
      {word("design.symbology")}
      <select
        value={code.symbology}
        onChange={(event) =>
          onChange({ ...element, code: { ...code, symbology: event.target.value } })
        }
      >
        {SYMBOLOGIES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function Weight({ element, onChange }: ChoiceProps) {
  const choices = { weight: ["regular", "bold"], align: ["left", "center", "right"] } as const;
  return (
    <>
      {(["weight", "align"] as const).map((what) => (
        <label key={what}>
          {word(`design.${what}`)}
          <select
            value={(element[what] as string | undefined) ?? choices[what][0]}
            onChange={(event) => onChange({ ...element, [what]: event.target.value })}
          >
            {choices[what].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}
