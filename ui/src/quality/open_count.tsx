import { session } from "../host/session";
import { useView } from "../host/views";
import { Chip } from "../parts/chip";
import { useStore } from "../parts/store";
import { ownCount } from "./open";

/** How many exceptions wait for the person at the screen; nothing where there is none. */
export function OpenCount() {
  const who = useStore(session);
  const shown = useView("view_exceptions", {}).data;
  const count = shown && ownCount(shown, who);
  return count == null ? null : <Chip tone="action">{count}</Chip>;
}
