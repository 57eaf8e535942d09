import { hasRole } from "../host/session";
import type { Session, StationView } from "../host/types";
import type { Path } from "../routes";
import type { WordId } from "../words/words";

/** One entry of the navigation. */
export interface Entry {
  to: Path;
  says: WordId;
}

const JOBS: Entry = { to: "/jobs", says: "nav.jobs" };
const BOARD: Entry = { to: "/board", says: "nav.board" };
const EXCEPTIONS: Entry = { to: "/exceptions", says: "nav.exceptions" };
const LOTS: Entry = { to: "/lots", says: "nav.lots" };
const TRACE: Entry = { to: "/trace", says: "nav.trace" };
const QUALITY: Entry = { to: "/quality", says: "nav.quality" };
const SUPERVISOR: Entry[] = [
  { to: "/orders", says: "nav.orders" },
  { to: "/dispatch", says: "nav.dispatch" },
];
const SETUP: Entry[] = [
  { to: "/import", says: "nav.import" },
  { to: "/outbox", says: "nav.outbox" },
  { to: "/devices", says: "nav.devices" },
  { to: "/plant", says: "nav.plant" },
  { to: "/station", says: "nav.station" },
];

/** The screens a person is led to. What may be done on them the core decides. */
export function navigationFor(who: Session | null): Entry[] {
  if (who === null) return [BOARD];
  const directs = hasRole(who, "supervisor");
  const judges = hasRole(who, "quality");
  const installs = hasRole(who, "installer");
  const entries = [JOBS, LOTS];
  if (directs) entries.push(...SUPERVISOR);
  if (directs || judges) entries.push(QUALITY, TRACE, EXCEPTIONS);
  if (directs || installs) entries.push(BOARD, ...SETUP);
  return entries;
}

/** Where a person starts after signing in. */
export function firstScreen(who: Session, station: StationView | undefined): Path {
  if (hasRole(who, "operator") && station?.work_unit) return "/jobs";
  if (hasRole(who, "supervisor")) return "/orders";
  if (hasRole(who, "quality")) return "/quality";
  if (hasRole(who, "installer")) return "/devices";
  return "/jobs";
}
