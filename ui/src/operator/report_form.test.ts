import { expect, test } from "vitest";
import {
  emptyReport,
  padInto,
  type ReportForm,
  remainsAfter,
  reportOf,
  typeInto,
} from "./report_form";

const start = emptyReport({ suggested: { value: "130", unit: "EA" } });
const scrapped = (form: ReportForm, reason: string, text: string) =>
  typeInto(form, { is: "scrap", reason }, { text, fresh: false });

test("one tap reports the suggestion", () => {
  expect(reportOf(start, "EA", "continue")).toEqual({
    do: "report",
    good: { value: "130", unit: "EA" },
    scrap: [],
    rework: null,
    finish: "continue",
    reason: null,
  });
});

test("good, rework and scrap by reason go out as one report", () => {
  let form = padInto(padInto(start, "5"), "0");
  form = scrapped(scrapped(form, "Burr", "2"), "Scratch", "0");
  form = typeInto(form, { is: "rework" }, { text: "1,5", fresh: false });

  expect(reportOf(form, "EA", "complete")).toMatchObject({
    good: { value: "50", unit: "EA" },
    scrap: [{ quantity: { value: "2", unit: "EA" }, reason: "Burr" }],
    rework: { value: "1.5", unit: "EA" },
    finish: "complete",
  });
});

test("a text that is no number is not sent", () => {
  expect(reportOf(scrapped(start, "Burr", "2x"), "EA", "continue")).toEqual({
    wrong: "report.not_a_number",
  });
});

test("nothing at all is not a report, but may complete", () => {
  const nothing = padInto(start, "clear");

  expect(reportOf(nothing, "EA", "continue")).toEqual({ wrong: "report.nothing" });
  expect(reportOf(nothing, "EA", "complete")).toMatchObject({ good: { value: "0", unit: "EA" } });
});

test("a job is complete with its report once nothing remains, scrap and rework counted", () => {
  const less = padInto(padInto(start, "9"), "0");

  expect(remainsAfter(start, "130")).toBe(false);
  expect(remainsAfter(less, "130")).toBe(true);
  expect(remainsAfter(scrapped(less, "Burr", "40"), "130")).toBe(false);
  expect(remainsAfter(typeInto(less, { is: "good" }, { text: "x", fresh: false }), "0")).toBe(true);
});
