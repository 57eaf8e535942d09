import type { ComponentView, JobView } from "../host/types";
import { Chip } from "../parts/chip";
import { compare } from "../parts/decimal";
import { showQuantity } from "../parts/quantity";
import { Scrolled } from "../parts/scrolled";
import { word } from "../words/words";
import css from "./job_materials.module.css";
import screen from "./job_screen.module.css";

/** What the job needs and has got, in short. */
export function JobMaterials({ job }: { job: JobView }) {
  return (
    <Scrolled className={screen.panel} label={word("materials.title")}>
      <h2>{word("materials.title")}</h2>
      {job.components.length === 0 && <p className={css.none}>{word("materials.none")}</p>}
      <ul className={css.list}>
        {job.components.map((component) => (
          <Component key={component.material} component={component} />
        ))}
      </ul>
      {job.components.length > 0 && <p className={css.hint}>{word("materials.scan")}</p>}
    </Scrolled>
  );
}

/** Whether nothing more of a component is needed. */
export function isCovered({ consumed, needed }: ComponentView): boolean {
  return consumed.unit === needed.unit && compare(consumed.value, needed.value) >= 0;
}

function Component({ component }: { component: ComponentView }) {
  return (
    <li className={css.row}>
      <span className={css.what}>
        <strong>{component.description}</strong>
        <span dir="ltr">{component.material}</span>
      </span>
      <span className={css.amount}>
        {word("materials.of", {
          consumed: showQuantity(component.consumed),
          needed: showQuantity(component.needed),
        })}
      </span>
      {isCovered(component) ? (
        <Chip tone="done">{word("materials.complete")}</Chip>
      ) : (
        <Chip tone="neutral">{word(`issue.${component.issue}`)}</Chip>
      )}
    </li>
  );
}
