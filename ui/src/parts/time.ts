import { language, word } from "../words/words";

/** Whether text can be shown as a time at all. */
function instant(iso: string): Date | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

function format(iso: string, zone: string, options: Intl.DateTimeFormatOptions): string {
  const date = instant(iso);
  if (date === null) return iso;
  return new Intl.DateTimeFormat(language(), { timeZone: zone, ...options }).format(date);
}

/** Hours and minutes in the plant's zone. */
export function showClock(iso: string, zone: string): string {
  return format(iso, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Hours, minutes and seconds in the plant's zone. */
export function showClockSeconds(iso: string, zone: string): string {
  return format(iso, zone, { timeStyle: "medium", hourCycle: "h23" } as const);
}

/** Day, month and clock in the plant's zone. */
export function showMoment(iso: string, zone: string): string {
  return format(iso, zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** A calendar day without a zone, for example an expiry. */
export function showDay(day: string): string {
  return format(`${day}T00:00:00Z`, "UTC", { day: "numeric", month: "short", year: "numeric" });
}

/** The clock alone when it is the plant's today, else day and clock. */
export function showDue(iso: string, now: string, zone: string): string {
  const day = (text: string) => format(text, zone, { dateStyle: "short" });
  return day(iso) === day(now) ? showClock(iso, zone) : showMoment(iso, zone);
}

/** A span in its two largest units: 45 s, 40 min, 2 h 5 min, 3 d 4 h. */
export function showSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const hours = Math.floor(minutes / 60);
  if (whole < 60) return word("span.seconds", { seconds: whole });
  if (hours === 0) return word("span.minutes", { minutes });
  if (hours < 24) return word("span.hours", { hours, minutes: minutes % 60 });
  return word("span.days", { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** A running timer: 0:00:00. */
export function showTimer(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
