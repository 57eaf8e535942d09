import { expect, test } from "vitest";
import type { StationView } from "../host/types";
import { setRight, sharingWords } from "./sharing";

const AT_14: StationView = {
  station: "7F3A-91C2",
  name: "Station 7",
  version: "0.1.0",
  zone: "UTC",
  work_unit: null,
  work_units: [],
  demo: false,
  connection: "online",
  plant: "Nordvik",
  queued: 0,
  behind: 0,
  heard_at: "2026-03-02T13:59:58Z",
  plan_as_of: "2026-03-02T13:42:00Z",
  storage: { writable: true, sentence: null },
  recent: [],
  now: "2026-03-02T14:00:00Z",
};

test("a station in touch names its plant and the age of its plan", () => {
  expect(sharingWords(AT_14)).toEqual({
    headline: "In touch with Nordvik",
    details: ["Plan as of 13:42"],
  });
});

test("what is on its way is told only while it is much", () => {
  expect(sharingWords({ ...AT_14, queued: 3, behind: 19 }).details).toHaveLength(1);

  const catchingUp = sharingWords({ ...AT_14, queued: 20, behind: 4_000 }).details;

  expect(catchingUp.slice(0, 2)).toEqual([
    "20 entries still to send",
    "4,000 entries still to come",
  ]);
});

test("an offline station says since when, what waits and how old its plan is", () => {
  const offline = { ...AT_14, connection: "offline", heard_at: "2026-03-02T13:50:00Z" } as const;

  expect(sharingWords({ ...offline, queued: 12 })).toEqual({
    headline: "Offline since 13:50",
    details: ["12 entries wait", "Plan as of 13:42"],
  });
  expect(sharingWords({ ...offline, queued: 1 }).details[0]).toBe("1 entry waits");
  expect(sharingWords({ ...offline, queued: 0 }).details[0]).toBe("No entry waits");
});

test("offline since another day names the day, and never heard of says no time", () => {
  const offline = { ...AT_14, connection: "offline" } as const;

  const days = sharingWords({ ...offline, heard_at: "2026-02-27T08:05:00Z" }).headline;

  expect(days).toMatch(/^Offline since Fri.* 27 Feb.* 08:05$/);
  expect(sharingWords({ ...offline, heard_at: null }).headline).toBe("Offline");
});

test("a station of its own waits for nobody", () => {
  const alone = sharingWords({ ...AT_14, connection: "alone", plan_as_of: null, queued: 400 });

  expect(alone).toEqual({ headline: "Works on its own", details: [] });
});

test("a clock that is off says which way and what to do", () => {
  expect(setRight(AT_14)).toEqual([]);
  expect(setRight({ ...AT_14, clock_off_s: 185 })[0]).toContain("3 min ahead");
  expect(setRight({ ...AT_14, clock_off_s: -7_500 })[0]).toContain("2 h 5 min behind");
});
