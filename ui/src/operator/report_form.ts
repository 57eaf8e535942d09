import type { JobCommand, JobView } from "../host/types";
import { add, compare, isZero, parseTyped } from "../parts/decimal";
import { type PadKey, pressPad, type Typing } from "../parts/keypad";
import type { WordId } from "../words/words";

/** The field being typed in: good, rework, or a scrap reason. */
export type FieldId = { is: "good" } | { is: "rework" } | { is: "scrap"; reason: string };

/** A report as typed so far. Increments since the last report, never totals. */
export interface ReportForm {
  good: Typing;
  rework: Typing;
  scrap: ReadonlyMap<string, Typing>;
  active: FieldId;
}

const NONE: Typing = { text: "", fresh: false };

/** A new report: the core's suggestion for good, nothing else. */
export function emptyReport({ suggested }: Pick<JobView, "suggested">): ReportForm {
  const good = { text: suggested.value, fresh: true };
  return { good, rework: NONE, scrap: new Map(), active: { is: "good" } };
}

/** What a field holds. */
export function fieldOf(form: ReportForm, id: FieldId): Typing {
  if (id.is === "good") return form.good;
  if (id.is === "rework") return form.rework;
  return form.scrap.get(id.reason) ?? NONE;
}

/** Whether two ids name one field. */
export function sameField(left: FieldId, right: FieldId): boolean {
  if (left.is === "scrap" && right.is === "scrap") return left.reason === right.reason;
  return left.is === right.is;
}

/** Puts text into a field. */
export function typeInto(form: ReportForm, id: FieldId, typing: Typing): ReportForm {
  const next = { ...form, active: id };
  if (id.is === "good") return { ...next, good: typing };
  if (id.is === "rework") return { ...next, rework: typing };
  return { ...next, scrap: new Map(form.scrap).set(id.reason, typing) };
}

/** Presses one pad key in the active field. */
export function padInto(form: ReportForm, key: PadKey): ReportForm {
  return typeInto(form, form.active, pressPad(fieldOf(form, form.active), key));
}

/** Whether something remains once the form is sent; what cannot be read leaves all of it. */
export function remainsAfter(form: ReportForm, remaining: string): boolean {
  const typed = [form.good, form.rework, ...form.scrap.values()].map(amount);
  const total = typed.reduce<string | null>(
    (sum, value) => (sum === null || value === null ? null : add(sum, value)),
    "0",
  );
  return total === null || compare(remaining, total) > 0;
}

/** The command a form stands for, or what is wrong with it. */
export function reportOf(
  form: ReportForm,
  unit: string,
  finish: "continue" | "complete",
): JobCommand | { wrong: WordId } {
  const good = amount(form.good);
  const rework = amount(form.rework);
  const scrap = [...form.scrap].map(([reason, typing]) => ({ reason, value: amount(typing) }));
  if (good === null || rework === null || scrap.some(({ value }) => value === null)) {
    return { wrong: "report.not_a_number" };
  }
  const lines = scrap.flatMap(({ reason, value }) =>
    value === null || isZero(value) ? [] : [{ quantity: { value, unit }, reason }],
  );
  const nothing = isZero(good) && isZero(rework) && lines.length === 0;
  if (nothing && finish === "continue") return { wrong: "report.nothing" };
  return {
    do: "report",
    good: { value: good, unit },
    scrap: lines,
    rework: isZero(rework) ? null : { value: rework, unit },
    finish,
    reason: null,
  };
}

function amount({ text }: Typing): string | null {
  return text.trim() === "" ? "0" : parseTyped(text);
}
