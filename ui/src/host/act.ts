import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { tell, tellFailure } from "../parts/notice";
import { ask } from "../parts/question";
import { play } from "../parts/sounds";
import { word } from "../words/words";
import { HostFailure, HostSilent } from "./host";
import { Intents } from "./intents";
import { drop, session } from "./session";
import type { Calls, JobCommand, JobView } from "./types";
import { useHost } from "./views";

/** What a signed-in person may ask for; signing in and out is not among it. */
type Commands = {
  [N in keyof Calls as N extends `command_log_${string}`
    ? never
    : N extends `command_${string}`
      ? N
      : never]: Calls[N];
};
type Bare<N extends keyof Commands> = Omit<Commands[N]["body"], "request" | "session">;

/** Sends commands as the signed-in person; one at a time. */
export interface Acting {
  busy: boolean;
  /** The answer, or null when it was refused, answered with no, or got no answer. */
  act<N extends keyof Commands>(name: N, bare: Bare<N>): Promise<Commands[N]["answer"] | null>;
}

/** Sends commands as the signed-in person. A retry after silence keeps its request id. */
export function useAct(): Acting {
  const host = useHost();
  const views = useQueryClient();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const [intents] = useState(() => new Intents());

  async function send<N extends keyof Commands>(name: N, bare: Bare<N>, request: string) {
    const who = session.get()?.session ?? "";
    const body = { ...bare, request, session: who } as Calls[N]["body"];
    try {
      return await host.call(name, body);
    } catch (thrown) {
      const doubt = thrown instanceof HostFailure ? thrown.failure.confirm : null;
      if (doubt == null) throw thrown;
      play("attention");
      if (!(await ask(doubt))) return null;
      return await host.call(name, { ...body, confirmed: true } as Calls[N]["body"]);
    }
  }

  async function act<N extends keyof Commands>(name: N, bare: Bare<N>) {
    if (running.current) return null;
    const wish = JSON.stringify([name, bare]);
    const request = intents.requestFor(wish);
    running.current = true;
    setBusy(true);
    try {
      const answer = await send(name, bare, request);
      intents.answered();
      return answer;
    } catch (thrown) {
      if (thrown instanceof HostSilent) intents.silent(wish, request);
      else intents.answered();
      noteRefusal(thrown, views);
      tellFailure(thrown);
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }
  return { busy, act };
}

/** A lost session signs out; a refusal for what changed meanwhile shows what it is now. */
function noteRefusal(thrown: unknown, views: QueryClient): void {
  if (!(thrown instanceof HostFailure)) return;
  const lost = thrown.failure.code === "session" ? session.get() : null;
  if (lost) drop(lost);
  void views.invalidateQueries();
}

/** What a job command left behind, and how to take it back. */
export interface JobActing {
  busy: boolean;
  /** Sends a command; on success says `done` and offers to undo what can be undone. */
  act(command: JobCommand, done: string): Promise<JobView | null>;
}

/** Sends commands to one job and keeps its view fresh. */
export function useJobAct(job: string): JobActing {
  const { busy, act } = useAct();
  const views = useQueryClient();

  async function send(command: JobCommand): Promise<JobView | null> {
    const answer = await act("command_job_order", { job, command });
    if (answer === null) return null;
    const who = session.get()?.session;
    views.setQueryData(["view_job", who ? { job, session: who } : { job }], answer);
    void views.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "view_job" });
    return answer;
  }
  async function undo(event: string) {
    const reason = word("undo.reason");
    const answer = await send({ do: "void", event, reason });
    if (answer) tell("accept", word("undo.done"));
  }
  return {
    busy,
    async act(command, done) {
      const answer = await send(command);
      if (answer === null) return null;
      const last = answer.entries[0];
      const takeBack =
        last?.can_void && command.do !== "void" && !completes(command)
          ? () => void undo(last.event)
          : null;
      tell("accept", done, { undo: takeBack });
      return answer;
    },
  };
}

/** What completes a job goes to the ERP at once, and is not taken back with one tap. */
function completes(command: JobCommand): boolean {
  if (command.do === "finish") return command.outcome !== "leave_open";
  return command.do === "report" && command.finish !== "continue";
}
