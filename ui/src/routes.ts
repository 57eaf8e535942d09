/** Every screen's address. The router is built from this list, and so are the screen tests. */
export const PATHS = [
  "/login",
  "/jobs",
  "/jobs/$job",
  "/jobs/$job/consume",
  "/jobs/$job/weigh",
  "/jobs/$job/inspect",
  "/jobs/$job/report",
  "/jobs/$job/labels",
  "/jobs/$job/history",
  "/jobs/$job/finish",
  "/orders",
  "/orders/$order",
  "/dispatch",
  "/exceptions",
  "/lots",
  "/trace",
  "/quality",
  "/board",
  "/import",
  "/outbox",
  "/devices",
  "/templates",
  "/plant",
  "/station",
] as const;

/** One screen's address. */
export type Path = (typeof PATHS)[number];

/** Screens that show nothing of people and may be read by anyone at the station. */
export const OPEN_PATHS: readonly Path[] = ["/login", "/board"];
