import type { LotView } from "../src/host/types";

const kg = (value: string) => ({ value, unit: "kg" });
const NOW = new Date().toISOString();

/** An invented lot that is on hold. */
export const lotView: LotView = {
  lot: "l1",
  number: "L-771",
  material: "M-310",
  description: "Steel sheet 3 mm",
  supplier: "Stahlwerk Nord",
  location: "A-04",
  left: kg("40"),
  entered: kg("120"),
  expires: null,
  expired: false,
  holds: [{ hold: "h1", cause: "rust at the edge", at: NOW, who: "Musa Diallo" }],
  made_of: [],
  taken: [
    {
      lot: "l1",
      number: "L-771",
      material: "M-310",
      quantity: kg("80"),
      job: "j1",
      order: "MO-100231",
      segment: "20",
    },
  ],
  went_into: [],
  now: NOW,
};
