import { expect, test } from "vitest";
import type { ComponentView, FoundLot } from "../host/types";
import { choiceOf } from "./lot_choice";

const kg = (value: string) => ({ value, unit: "kg" });
const lot = (number: string, material: string): FoundLot => ({
  lot: `${material}-${number}`,
  number,
  material,
  description: material,
  quantity: kg("5"),
});
const component = (material: string, issue: ComponentView["issue"]): ComponentView => ({
  material,
  description: material,
  tracking: "lot",
  issue,
  needed: kg("1"),
  consumed: kg("0"),
  taken: [],
  expected: [],
});

test("one lot is consumed, or weighed where the bill says so", () => {
  const bill = [component("SHEET", "scan"), component("GLUE", "weigh")];

  expect(choiceOf([lot("7", "SHEET")], bill)).toMatchObject({ kind: "consume" });
  expect(choiceOf([lot("7", "GLUE")], bill)).toMatchObject({ kind: "weigh" });
});

test("a wrong item is sent on, so that the core refuses it with its reason", () => {
  expect(choiceOf([lot("7", "OTHER")], [component("SHEET", "scan")])).toMatchObject({
    kind: "consume",
    lot: { material: "OTHER" },
  });
});

test("a number that exists on several items means the one this job needs", () => {
  const bill = [component("SHEET", "scan")];

  expect(choiceOf([lot("7", "OTHER"), lot("7", "SHEET")], bill)).toMatchObject({
    kind: "consume",
    lot: { material: "SHEET" },
  });
});

test("two that fit are asked about, never guessed", () => {
  const bill = [component("SHEET", "scan"), component("PIN", "scan")];

  expect(choiceOf([lot("7", "PIN"), lot("7", "SHEET")], bill)).toMatchObject({ kind: "choose" });
  expect(choiceOf([], bill)).toBeNull();
});
