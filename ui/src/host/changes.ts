import type { QueryClient } from "@tanstack/react-query";
import { deliver } from "../scan/bus";
import type { Host, Stop } from "./host";
import type { Change, StationView } from "./types";

/** Brings every change of the host to where it is shown. */
export function followChanges(host: Host, views: QueryClient): Stop {
  return host.onChange((change) => {
    if (change !== "alive") apply(change, views);
  });
}

function apply(change: Change, views: QueryClient): void {
  switch (change.change) {
    case "recorded":
      void views.invalidateQueries();
      return;
    case "scanned":
      deliver(
        change.symbology == null
          ? { text: change.text }
          : { text: change.text, symbology: change.symbology },
      );
      return;
    case "weighed":
      views.setQueryData(["view_weight", {}], change.weight);
      return;
    case "device":
      void views.invalidateQueries({ queryKey: ["view_devices"] });
      return;
    case "exchange":
      void views.invalidateQueries({ queryKey: ["view_station"] });
      return;
    case "storage":
      views.setQueryData<StationView>(
        ["view_station", {}],
        (station) =>
          station && { ...station, storage: { ...station.storage, writable: change.writable } },
      );
      void views.invalidateQueries({ queryKey: ["view_station"] });
  }
}
