import type { LotView, Traced } from "../src/host/types";

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
  holds: [
    {
      hold: "h1",
      cause: "rust at the edge",
      at: NOW,
      who: "Musa Diallo",
      by_nonconformance: false,
    },
  ],
  now: NOW,
};

/** What was made of it. */
export const traced: Traced = {
  traced: "one",
  of: { is: "lot", ...lotView },
  backward: { rows: [], lots: 0, complete: true },
  forward: {
    rows: [
      {
        depth: 1,
        node: {
          is: "job",
          job: "j1",
          order: "MO-100231",
          segment: "20",
          name: "Cut blank",
          status: "running",
        },
        amounts: [kg("80")],
      },
      {
        depth: 2,
        node: {
          is: "lot",
          lot: "l2",
          number: "P-4471-031",
          material: "P-4471",
          description: "Bracket left",
          left: { value: "120", unit: "EA" },
          entered: { value: "120", unit: "EA" },
        },
        amounts: [{ value: "120", unit: "EA" }],
      },
    ],
    lots: 1,
    complete: true,
  },
  now: NOW,
};
