import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../host/act";
import type { JoinView } from "../host/types";
import { Chip, Note } from "../parts/chip";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { sentence, word } from "../words/words";
import css from "./plant.module.css";
import { stepsShown } from "./steps";

/** Lets this station share with a plant: a code, and what became of each step. */
export function Join() {
  const [code, setCode] = useState("");
  const [joined, setJoined] = useState<JoinView | null>(null);
  const { busy, act } = useAct();
  const views = useQueryClient();
  async function join() {
    setJoined(null);
    const answer = await act("command_join_plant", { code: code.trim() });
    setJoined(answer);
    if (answer?.plant != null) {
      setCode("");
      tell("accept", word("plant.joined", { plant: answer.plant }));
    }
    void views.invalidateQueries();
  }
  return (
    <section className={`${page.panel} ${css.join}`}>
      <h2>{word("plant.join_title")}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void join();
        }}
      >
        <label>
          {word("plant.code")}
          <textarea
            dir="ltr"
            rows={4}
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        <Button type="submit" disabled={code.trim() === ""} loading={busy}>
          {word("plant.join")}
        </Button>
      </form>
      <ol className={css.steps} aria-live="polite">
        {stepsShown(joined).map(({ step, tone }) => (
          <li key={step}>
            <Chip tone={tone}>{word(`join.${step}`)}</Chip>
          </li>
        ))}
      </ol>
      {joined?.sentence != null && <Note tone="alarm">{sentence(joined.sentence)}</Note>}
    </section>
  );
}
