import { expect, test } from "vitest";
import { showQuantity } from "./quantity";
import { showClock, showDay, showDue, showSpan, showTimer } from "./time";

test("times are the plant's, not the browser's", () => {
  expect(showClock("2026-07-01T12:00:00Z", "Europe/Rome")).toBe("14:00");
  expect(showClock("2026-01-01T12:00:00Z", "Asia/Kolkata")).toBe("17:30");
});

test("a due date of today is a clock, of another day a date", () => {
  const now = "2026-11-22T23:30:00Z";

  expect(showDue("2026-11-22T23:45:00Z", now, "Europe/Rome")).toBe("00:45");
  expect(showDue("2026-11-22T16:00:00Z", now, "Europe/Rome")).toContain("22 Nov");
});

test("a text that is no time is shown as it came", () => {
  expect(showClock("soon", "Europe/Rome")).toBe("soon");
});

test("spans use their two largest units", () => {
  expect(showSpan(45)).toBe("45 s");
  expect(showSpan(2_400)).toBe("40 min");
  expect(showSpan(7_500)).toBe("2 h 5 min");
  expect(showSpan(273_600)).toBe("3 d 4 h");
  expect(showTimer(3_725)).toBe("1:02:05");
});

test("a quantity keeps every digit", () => {
  expect(showQuantity({ value: "12345678901234.5000", unit: "kg" })).toBe(
    "12,345,678,901,234.5000\u00a0kg",
  );
  expect(showDay("2026-11-03")).toBe("3 Nov 2026");
});
