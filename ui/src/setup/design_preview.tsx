import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { word } from "../words/words";
import { type Element, elementAt, moved, STEP_MM, type Template } from "./design";
import css from "./templates.module.css";

interface PreviewProps {
  template: Template;
  /** The label as the core draws it; null while it cannot. */
  svg: string | null;
  selected: number | null;
  onSelect: (at: number | null) => void;
  onMove: (at: number, element: Element) => void;
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-STEP_MM, 0],
  ArrowRight: [STEP_MM, 0],
  ArrowUp: [0, -STEP_MM],
  ArrowDown: [0, STEP_MM],
};

/** An element that is being dragged, and where it was taken. */
interface Held {
  at: number;
  element: Element;
  x: number;
  y: number;
}

/** The label as it will be printed. Its elements are chosen and dragged; arrow keys move the chosen one. */
export function Preview({ template, svg, selected, onSelect, onMove }: PreviewProps) {
  const held = useRef<Held | null>(null);
  const { width_mm, height_mm } = template;
  const chosen = selected === null ? undefined : template.elements[selected];

  function take(event: PointerEvent) {
    const label = event.currentTarget.getBoundingClientRect();
    const scale = width_mm / label.width;
    const [x, y] = [event.clientX, event.clientY];
    const at = elementAt(template, (x - label.left) * scale, (y - label.top) * scale);
    const element = at === null ? undefined : template.elements[at];
    onSelect(at);
    if (at === null || !element) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { at, element, x, y };
  }
  function drag(event: PointerEvent) {
    const from = held.current;
    if (from === null) return;
    const scale = width_mm / event.currentTarget.clientWidth;
    const [right, down] = [(event.clientX - from.x) * scale, (event.clientY - from.y) * scale];
    onMove(from.at, moved(from.element, right, down));
  }
  function nudge(event: KeyboardEvent) {
    const by = ARROWS[event.key];
    if (!by || selected === null || !chosen) return;
    event.preventDefault();
    onMove(selected, moved(chosen, ...by));
  }

  return (
    <button
      type="button"
      dir="ltr"
      className={css.label}
      style={{ aspectRatio: `${width_mm} / ${height_mm}` }}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={() => {
        held.current = null;
      }}
      onKeyDown={nudge}
    >
      <img
        alt={word("design.preview")}
        draggable={false}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg ?? EMPTY)}`}
      />
      {chosen && <span className={css.chosen} style={around(chosen, width_mm, height_mm)} />}
    </button>
  );
}

/** What is shown while the label cannot be drawn. */
const EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>';

function around(element: Element, width_mm: number, height_mm: number) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(element.x_mm, width_mm),
    top: percent(element.y_mm, height_mm),
    width: percent(element.width_mm, width_mm),
    height: percent(element.height_mm, height_mm),
  };
}
