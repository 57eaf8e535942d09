import { IconLogout, IconPlugConnectedX, IconUser } from "@tabler/icons-react";
import { Link, Outlet, useMatches, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { link } from "../host/link";
import { present, session } from "../host/session";
import type { StationView } from "../host/types";
import { useHost, useView } from "../host/views";
import { actAs, leave, signIn } from "../operator/signing";
import { useIdle } from "../operator/use_idle";
import { OpenCount } from "../quality/open_count";
import type { Path } from "../routes";
import { OPEN_PATHS } from "../routes";
import { useFound } from "../scan/found";
import { sentence, word } from "../words/words";
import { ageSeconds, linkState } from "./age";
import { Chip } from "./chip";
import css from "./frame.module.css";
import { KeySheet } from "./key_sheet";
import { navigationFor } from "./navigation";
import { tell } from "./notice";
import { NoticeBar } from "./notice_bar";
import { QuestionDialog } from "./question_dialog";
import { SetRight, SharingBadge } from "./sharing_badge";
import { useStore } from "./store";
import { showClock, showSpan } from "./time";
import { useNow } from "./use_now";

/** What surrounds every screen: where, who, how fresh, and what a scan means with nothing open. */
export function Frame() {
  const station = useView("view_station", {}).data;
  const leaf = useMatches().at(-1)?.fullPath as Path | undefined;
  useScansAnywhere();
  useSignedOut(leaf);
  useIdle();
  return (
    <div className={css.frame} data-far={isFar(leaf) || undefined}>
      <Head station={station} />
      {station && !station.storage.writable && (
        <div className={css.banner} role="alert">
          <Chip tone="alarm">{word("storage.stopped")}</Chip>
          <span>{sentence(station.storage.sentence ?? word("storage.hint"))}</span>
        </div>
      )}
      <LinkBanner />
      {station && <SetRight station={station} />}
      <Tabs leaf={leaf} />
      <main className={css.main}>
        <NoticeBar />
        <Outlet />
      </main>
      <QuestionDialog />
      <KeySheet />
    </div>
  );
}

/** Whether a screen is read standing, from an arm's length or two metres. */
function isFar(leaf: Path | undefined): boolean {
  return leaf === "/login" || leaf?.startsWith("/jobs") === true;
}

function Head({ station }: { station: StationView | undefined }) {
  const who = useStore(session);
  const host = useHost();
  const now = useNow(1_000);
  const zone = station?.zone ?? "UTC";
  return (
    <header className={css.head}>
      <div className={css.where}>
        <strong>{station?.work_unit?.name ?? station?.name ?? word("frame.product")}</strong>
        {station?.work_unit && <span className={css.quiet}>{station.work_unit.key}</span>}
        {station?.demo && <Chip tone="neutral">{word("frame.demo")}</Chip>}
      </div>
      {station && <SharingBadge station={station} />}
      <Others />
      {who && (
        <div className={css.who} aria-current="true">
          <IconUser aria-hidden size={22} />
          <strong>{who.name}</strong>
          <button type="button" onClick={() => void leave(host)}>
            <IconLogout aria-hidden size={20} />
            {word("frame.sign_out")}
          </button>
        </div>
      )}
      <time className={css.clock}>{showClock(new Date(now).toISOString(), zone)}</time>
    </header>
  );
}

/** Who else is signed in; a touch lets them act. */
function Others() {
  const who = useStore(session);
  const others = useStore(present).filter((one) => one !== who);
  if (others.length === 0) return null;
  return (
    <div className={css.others}>
      {others.map((one) => (
        <button
          key={one.session}
          type="button"
          aria-label={word("frame.act_as", { name: one.name })}
          onClick={() => actAs(one)}
        >
          {one.name}
        </button>
      ))}
    </div>
  );
}

const STARTED_AT = Date.now();

/** Says that the core does not answer, and since when what is shown is old. */
function LinkBanner() {
  const state = useStore(link);
  const now = useNow(1_000);
  if (linkState(state, now, STARTED_AT) === "fresh") return null;
  const age = showSpan(ageSeconds(state.heardAt ?? STARTED_AT, now));
  return (
    <div className={css.stale} role="alert">
      <IconPlugConnectedX aria-hidden size={22} />
      <strong>{word("link.silent")}</strong>
      <span>{word("link.age", { age })}</span>
    </div>
  );
}

function Tabs({ leaf }: { leaf: Path | undefined }) {
  const who = useStore(session);
  const entries = navigationFor(who);
  // Who only operates has the whole screen for a job.
  const atJob = entries.length === 2 && leaf?.startsWith("/jobs/$job");
  if (entries.length < 2 || leaf === "/login" || atJob) return null;
  return (
    <nav className={css.tabs} aria-label={word("frame.navigation")}>
      {entries.map(({ to, says }) => (
        <Link key={to} to={to} activeProps={{ "aria-current": "page" }}>
          {word(says)}
          {to === "/exceptions" && <OpenCount />}
        </Link>
      ))}
    </nav>
  );
}

/** A badge signs in and a traveller opens its job wherever the screen stands. */
function useScansAnywhere(): void {
  const host = useHost();
  const navigate = useNavigate();
  useFound((found) => {
    switch (found.found) {
      case "badge":
        void signIn(host, { badge: found.badge }, null).then((pinNeeded) => {
          if (pinNeeded) void navigate({ to: "/login" });
        });
        return true;
      case "job":
        if (session.get() === null) tell("attention", word("scan.sign_in_first"));
        else void navigate({ to: "/jobs/$job", params: { job: found.job } });
        return true;
      case "nothing":
        tell("reject", found.sentence);
        return true;
      default:
        tell("attention", word("scan.open_job_first"));
        return true;
    }
  });
}

/** Leaves a screen that needs a person when the person has gone. */
function useSignedOut(leaf: Path | undefined): void {
  const who = useStore(session);
  const navigate = useNavigate();
  useEffect(() => {
    if (who === null && leaf && !OPEN_PATHS.includes(leaf)) void navigate({ to: "/login" });
  }, [who, leaf, navigate]);
}
