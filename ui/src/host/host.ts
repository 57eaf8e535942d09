import type { Calls, Change, Failure } from "./types";

/** What ends a subscription. */
export type Stop = () => void;

/** The core behind the screens, in the window, over HTTP or invented for a test. */
export interface Host {
  /** Asks the core. Rejects with [HostFailure]. */
  call<N extends keyof Calls>(name: N, body: Calls[N]["body"]): Promise<Calls[N]["answer"]>;
  /** Tells of every change, and of every sign of life without one. */
  onChange(listener: (change: Change | "alive") => void): Stop;
}

/** What the core refused or could not do, with the sentence a person can act on. */
export class HostFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.sentence);
    this.name = "HostFailure";
    this.failure = failure;
  }
}

/** The core could not be reached at all. */
export class HostSilent extends Error {
  constructor() {
    super("silent");
    this.name = "HostSilent";
  }
}

/** Whether a value has the shape of a failure answer. */
export function isFailure(value: unknown): value is Failure {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "sentence" in value &&
    typeof value.sentence === "string"
  );
}
