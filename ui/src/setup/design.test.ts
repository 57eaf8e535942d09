import { describe, expect, test } from "vitest";
import {
  contentOf,
  elementAt,
  fresh,
  KINDS,
  moved,
  nextVersion,
  piecesOf,
  readTemplate,
  saying,
  withElement,
  writeTemplate,
} from "./design";

const TEMPLATE = {
  name: "lot",
  version: 1,
  width_mm: 50,
  height_mm: 25,
  dpi: 203,
  locale: "de",
  elements: KINDS.map(fresh),
};

describe("a template", () => {
  test("comes back as it was, with what the designer does not know", () => {
    expect(readTemplate(writeTemplate(TEMPLATE))).toEqual(TEMPLATE);
  });

  test("is none where it is no file of one", () => {
    for (const text of ["", "{", "null", "[]", '{"name":"x"}']) {
      expect(readTemplate(text)).toBeNull();
    }
  });

  test("loses and changes one element at a time", () => {
    const [first, second] = TEMPLATE.elements;
    if (!first || !second) throw new Error("two elements are drawn");

    expect(withElement(TEMPLATE, 0, null).elements[0]).toEqual(second);
    expect(withElement(TEMPLATE, 1, first).elements.slice(0, 2)).toEqual([first, first]);
  });

  test("is followed by the version behind all there are", () => {
    const known = [
      { name: "lot", version: 2 },
      { name: "lot", version: 7 },
      { name: "hold", version: 9 },
    ];

    expect(nextVersion("lot", known)).toBe(8);
    expect(nextVersion("mine", known)).toBe(1);
  });
});

describe("an element", () => {
  test("says text and fields", () => {
    expect(piecesOf("LOT {lot}/{uid}")).toEqual([
      { literal: "LOT " },
      { field: "lot" },
      { literal: "/" },
      { field: "uid" },
    ]);
    for (const kind of ["text", "barcode"] as const) {
      expect(contentOf(saying(fresh(kind), "LOT {lot}"))).toBe("LOT {lot}");
    }
  });

  test("that says more than text and fields is not put into words", () => {
    const number = { ...fresh("text"), content: [{ number: { field: "quantity" } }] };
    const gs1 = { ...fresh("barcode"), code: { symbology: "gs1128", elements: [] } };

    expect([number, gs1, fresh("line")].map(contentOf)).toEqual([null, null, null]);
  });

  test("moves in half millimetres", () => {
    const there = moved({ ...fresh("text"), x_mm: 5.2, y_mm: 1 }, 0.5, -2);

    expect([there.x_mm, there.y_mm]).toEqual([5.5, -1]);
  });

  test("is taken hold of where it is, the smallest first, and a thin line beside it", () => {
    const [text, line] = [fresh("text"), { ...fresh("line"), y_mm: 15 }];
    const template = { ...TEMPLATE, elements: [fresh("box"), text, line] };

    expect(elementAt(template, 6, 6)).toBe(1);
    expect(elementAt(template, 6, 12)).toBe(0);
    expect(elementAt(template, 6, 16)).toBe(2);
    expect(elementAt(template, 1, 1)).toBeNull();
  });
});
