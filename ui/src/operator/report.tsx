import { useState } from "react";
import { useJobAct } from "../host/act";
import { AmountField } from "../parts/amount_field";
import { tell } from "../parts/notice";
import { NumberPad } from "../parts/number_pad";
import { Press, PressBar } from "../parts/press";
import { showAmount } from "../parts/quantity";
import { useShortcuts } from "../parts/use_shortcuts";
import { word } from "../words/words";
import { type JobProps, JobScreen } from "./job_screen";
import css from "./report.module.css";
import {
  emptyReport,
  type FieldId,
  fieldOf,
  padInto,
  type ReportForm,
  remainsAfter,
  reportOf,
  sameField,
  typeInto,
} from "./report_form";

/** Good, scrap and rework on one screen, sent with one tap. */
export default function Report() {
  return <JobScreen>{(props) => <Form {...props} />}</JobScreen>;
}

function Form({ job, back }: JobProps) {
  const { busy, act } = useJobAct(job.card.job);
  const [form, setForm] = useState(() => emptyReport(job));
  const unit = job.suggested.unit;
  async function send(finish: "continue" | "complete") {
    const command = reportOf(form, unit, finish);
    if ("wrong" in command) return tell("reject", word(command.wrong));
    const amount = command.do === "report" ? showAmount(command.good.value) : "";
    if (await act(command, word("report.done", { amount, unit }))) back();
  }
  const allowed = job.actions.includes("report") && !busy;
  const report = allowed ? () => void send("continue") : null;
  const leaves = remainsAfter(form, job.card.remaining.value);
  const complete = allowed && !leaves ? () => void send("complete") : null;
  useShortcuts({ report_send: report, report_complete: complete });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        report?.();
      }}
    >
      <div className={css.body}>
        <Fields form={form} unit={unit} reasons={job.scrap_reasons} onForm={setForm} />
        <NumberPad onKey={(key) => setForm((old) => padInto(old, key))} />
      </div>
      <button type="submit" hidden aria-hidden tabIndex={-1} />
      <PressBar>
        <Press shortcut="back" onPress={back}>
          {word("report.cancel")}
        </Press>
        <Press
          shortcut="report_complete"
          onPress={complete}
          {...(leaves && { why: word("report.complete_not") })}
        >
          {word("report.complete")}
        </Press>
        <Press shortcut="report_send" onPress={report} main>
          {word("report.send")}
        </Press>
      </PressBar>
    </form>
  );
}

interface FieldsProps {
  form: ReportForm;
  unit: string;
  reasons: string[];
  onForm: (form: ReportForm) => void;
}

function Fields({ form, unit, reasons, onForm }: FieldsProps) {
  const field = (id: FieldId, label: string, big?: boolean) => {
    const typing = fieldOf(form, id);
    return (
      <AmountField
        key={label}
        label={label}
        text={typing.text}
        fresh={typing.fresh}
        unit={unit}
        big={big === true}
        active={sameField(form.active, id)}
        onFocus={() => onForm({ ...form, active: id })}
        onText={(text) => onForm(typeInto(form, id, { text, fresh: false }))}
      />
    );
  };
  return (
    <div className={css.fields}>
      {field({ is: "good" }, word("report.good"), true)}
      {field({ is: "rework" }, word("report.rework"))}
      <fieldset className={css.scrap}>
        <legend>{word("report.scrap")}</legend>
        {reasons.map((reason) => field({ is: "scrap", reason }, reason))}
      </fieldset>
    </div>
  );
}
