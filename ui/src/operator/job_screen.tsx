import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { session } from "../host/session";
import type { JobView } from "../host/types";
import { useView } from "../host/views";
import { Chip } from "../parts/chip";
import { READINESS } from "../parts/states";
import { useStore } from "../parts/store";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded } from "../parts/waiting";
import { word } from "../words/words";
import { Due } from "./job_card";
import css from "./job_screen.module.css";

/** What a job's screens are given. */
export interface JobProps {
  job: JobView;
  zone: string;
  /** When the view was read, by the browser's clock. */
  readAt: number;
  /** Back to the job itself, or from there to the list. */
  back: () => void;
}

/** Reads the job of the address and draws one of its screens below the job's head. */
export function JobScreen({
  top,
  children,
}: {
  /** Whether this is the job itself rather than one of its tasks. */
  top?: boolean;
  children: (props: JobProps) => ReactNode;
}) {
  const { job } = useParams({ strict: false });
  const who = useStore(session)?.session;
  const id = job ?? "";
  const view = useView("view_job", who ? { job: id, session: who } : { job: id });
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  const navigate = useNavigate();
  const back = () =>
    void (top ? navigate({ to: "/jobs" }) : navigate({ to: "/jobs/$job", params: { job: id } }));
  useShortcuts({ back });
  return (
    <Loaded view={view}>
      {(shown) => (
        <div className={css.screen}>
          <JobHead job={shown} zone={zone} />
          {children({ job: shown, zone, readAt: view.dataUpdatedAt, back })}
        </div>
      )}
    </Loaded>
  );
}

function JobHead({ job, zone }: { job: JobView; zone: string }) {
  const { card } = job;
  const { tone, says } = READINESS[card.readiness];
  return (
    <div className={css.head}>
      <Chip tone={tone}>{word(says)}</Chip>
      <h1>{card.description}</h1>
      <span className={css.op}>{card.name}</span>
      <span className={css.ids} dir="ltr">
        {word("job.ids", { order: card.order, segment: card.segment, material: card.material })}
      </span>
      <span className={css.due}>
        <Due card={card} now={job.now} zone={zone} />
      </span>
    </div>
  );
}
