import type { NonconformancesView } from "../src/host/types";

const NOW = new Date().toISOString();

/** One that is open, with its lot on hold. */
export const nonconformances: NonconformancesView = {
  nonconformances: [
    {
      nonconformance: "n1",
      number: "NC-7K2M91-41",
      status: "open",
      material: "P-4471",
      description: "Bracket left",
      cause: "bore: 25.11 mm, not 24.94 to 25.06 mm",
      quantity: { value: "40", unit: "EA" },
      lots: [
        {
          lot: "l2",
          number: "P-4471-031",
          left: { value: "120", unit: "EA" },
          entered: { value: "120", unit: "EA" },
          held: true,
        },
      ],
      job: "j1",
      found_at_job: "MO-100231 / 20",
      at: NOW,
      who: "Anna Rossi",
      rows: [],
      note: "",
      actions: ["contain", "count", "disposition"],
    },
  ],
  open: 1,
  now: NOW,
};
