import type { StationView } from "../host/types";
import { word } from "../words/words";
import { showDue, showSpan } from "./time";

/** Fewer entries than this on their way, either way, are gone before they are read. */
const WORTH_A_WORD = 20;

/** What the frame says of sharing with the plant: one line to see from afar, and what else to know. */
export interface SharingWords {
  headline: string;
  details: string[];
}

/** Says how this station shares with the plant, since when it does not, and how old its plan is. */
export function sharingWords(station: StationView): SharingWords {
  const details = [...entriesUnderWay(station), ...planAge(station)];
  return { headline: headline(station), details };
}

function headline({ connection, plant, heard_at, now, zone }: StationView): string {
  if (connection === "alone") return word("sharing.alone");
  if (connection === "online") {
    return plant == null ? word("sharing.online") : word("sharing.online_with", { plant });
  }
  if (heard_at == null) return word("sharing.offline");
  return word("sharing.offline_since", { since: showDue(heard_at, now, zone) });
}

function entriesUnderWay({ connection, queued, behind }: StationView): string[] {
  if (connection === "alone") return [];
  if (connection === "offline") return [word("sharing.wait", { queued })];
  const says: string[] = [];
  if (queued >= WORTH_A_WORD) says.push(word("sharing.to_send", { queued }));
  if (behind >= WORTH_A_WORD) says.push(word("sharing.to_come", { behind }));
  return says;
}

function planAge({ plan_as_of, now, zone }: StationView): string[] {
  if (plan_as_of == null) return [];
  return [word("sharing.plan_as_of", { time: showDue(plan_as_of, now, zone) })];
}

/** What an installer should set right without haste; recording goes on meanwhile. */
export function setRight({ clock_off_s, exchange_alarm }: StationView): string[] {
  const says: string[] = [];
  if (clock_off_s != null) {
    const span = showSpan(Math.abs(clock_off_s));
    says.push(word(clock_off_s > 0 ? "clock.ahead" : "clock.behind", { span }));
  }
  if (exchange_alarm != null) says.push(exchange_alarm);
  return says;
}
