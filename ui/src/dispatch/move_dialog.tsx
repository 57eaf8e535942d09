import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { JobCard, Place } from "../host/types";
import { useView } from "../host/views";
import page from "../parts/page.module.css";
import { word } from "../words/words";
import css from "./dispatch_list.module.css";
import { isMovable, type Target } from "./moves";

interface MoveDialogProps {
  card: JobCard | null;
  units: Place[];
  here: string;
  onClose: () => void;
  onMove: (card: JobCard, target: Target, name: string) => void;
}

/** The same move without dragging: a work unit and a place in its list. */
export function MoveDialog({ card, units, here, onClose, onMove }: MoveDialogProps) {
  return (
    <Modal
      opened={card !== null}
      onClose={onClose}
      title={card && word("dispatch.move_title", { order: card.order, segment: card.segment })}
      closeButtonProps={{ "aria-label": word("code.cancel") }}
      centered
    >
      {card && (
        <Choice
          card={card}
          units={units}
          here={here}
          onMove={(target, name) => {
            onClose();
            onMove(card, target, name);
          }}
        />
      )}
    </Modal>
  );
}

interface ChoiceProps {
  card: JobCard;
  units: Place[];
  here: string;
  onMove: (target: Target, name: string) => void;
}

/** Stands for the end of the list in the choice of places. */
const END = "";

function Choice({ card, units, here, onMove }: ChoiceProps) {
  const [workUnit, setWorkUnit] = useState(here);
  const [before, setBefore] = useState(END);
  const list = useView("view_job_list", { work_unit: workUnit }).data;
  const places = (list?.jobs ?? []).filter((other) => other.job !== card.job && isMovable(other));
  const name = units.find(({ id }) => id === workUnit)?.name ?? "";
  return (
    <form
      className={css.choice}
      onSubmit={(event) => {
        event.preventDefault();
        onMove({ workUnit, before: before === END ? null : before }, name);
      }}
    >
      <label>
        {word("dispatch.unit")}
        <select
          className={page.input}
          value={workUnit}
          data-autofocus
          onChange={(event) => {
            setWorkUnit(event.target.value);
            setBefore(END);
          }}
        >
          {units.map(({ id, key, name: called }) => (
            <option key={id} value={id}>
              {word("unit.name", { key, name: called })}
            </option>
          ))}
        </select>
      </label>
      <label>
        {word("dispatch.place")}
        <select
          className={page.input}
          value={before}
          onChange={(event) => setBefore(event.target.value)}
        >
          {places.map((other) => (
            <option key={other.job} value={other.job}>
              {word("dispatch.before", {
                order: other.order,
                segment: other.segment,
                text: other.description,
              })}
            </option>
          ))}
          <option value={END}>{word("dispatch.end")}</option>
        </select>
      </label>
      <Button type="submit">{word("dispatch.move_here")}</Button>
    </form>
  );
}
