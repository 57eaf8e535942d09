import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import type { ComponentType } from "react";
import { session } from "./host/session";
import { Frame } from "./parts/frame";
import { Failed } from "./parts/waiting";
import { OPEN_PATHS, PATHS, type Path } from "./routes";

type Screen = () => Promise<{ default: ComponentType }>;

/** What is drawn where; each screen is its own chunk. */
const SCREENS: Record<Path, Screen> = {
  "/login": () => import("./operator/login"),
  "/jobs": () => import("./operator/job_list"),
  "/jobs/$job": () => import("./operator/job"),
  "/jobs/$job/consume": () => import("./operator/consume"),
  "/jobs/$job/weigh": () => import("./operator/weigh"),
  "/jobs/$job/inspect": () => import("./operator/inspect"),
  "/jobs/$job/report": () => import("./operator/report"),
  "/jobs/$job/labels": () => import("./operator/labels"),
  "/jobs/$job/history": () => import("./operator/history"),
  "/jobs/$job/finish": () => import("./operator/finish"),
  "/orders": () => import("./dispatch/orders"),
  "/orders/$order": () => import("./dispatch/order"),
  "/dispatch": () => import("./dispatch/dispatch_list"),
  "/exceptions": () => import("./quality/exceptions"),
  "/lots": () => import("./quality/lots"),
  "/trace": () => import("./trace/trace"),
  "/quality": () => import("./quality/nonconformances"),
  "/board": () => import("./dispatch/board"),
  "/import": () => import("./setup/imports"),
  "/outbox": () => import("./setup/outbox"),
  "/devices": () => import("./setup/devices"),
  "/templates": () => import("./setup/templates"),
  "/plant": () => import("./setup/plant"),
  "/station": () => import("./setup/station"),
};

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <Failed thrown={null} again={() => location.assign("#/login")} />,
});

function screenRoute(path: Path) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(SCREENS[path]),
    beforeLoad: () => {
      if (!OPEN_PATHS.includes(path) && session.get() === null) throw redirect({ to: "/login" });
    },
  });
}

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/login" });
  },
});

/** The screens by address, kept in the fragment so that any static server can serve them. */
export function createScreens() {
  return createRouter({
    routeTree: root.addChildren([start, ...PATHS.map(screenRoute)]),
    history: createHashHistory(),
    defaultPreload: "intent",
  });
}
