import { Button } from "@mantine/core";
import { useState } from "react";
import type { Traced, TraceNode } from "../host/types";
import { useView } from "../host/views";
import page from "../parts/page.module.css";
import { Loaded, Nothing } from "../parts/waiting";
import { useFound } from "../scan/found";
import { sentence, word } from "../words/words";
import { idOf, nameOf, says } from "./rows";
import css from "./trace.module.css";
import { Trees } from "./trees";

/** Any lot, order or operation by its number or code: what it is made of and what was made of it. */
export default function Trace() {
  const [of, setOf] = useState<string | null>(null);
  useFound((scanned) => {
    if (scanned.found === "job") setOf(scanned.job);
    else if (scanned.found === "lots" && scanned.lots[0])
      setOf(scanned.lots.length === 1 ? scanned.lots[0].lot : scanned.lots[0].number);
    else return false;
    return true;
  });
  return (
    <div className={`${page.page} ${page.scroll}`}>
      <div className={page.title}>
        <h1>{word("trace.title")}</h1>
        <Search onSearch={setOf} />
      </div>
      {of === null ? (
        <Nothing title={word("trace.scan")} hint={word("trace.scan_hint")} />
      ) : (
        <Shown key={of} of={of} onOf={setOf} />
      )}
    </div>
  );
}

function Search({ onSearch }: { onSearch: (of: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      className={css.search}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onSearch(text.trim());
      }}
    >
      <input
        className={page.input}
        aria-label={word("trace.number")}
        placeholder={word("trace.number")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="default">
        {word("trace.find")}
      </Button>
    </form>
  );
}

function Shown({ of, onOf }: { of: string; onOf: (of: string) => void }) {
  const view = useView("view_trace", { of });
  return <Loaded view={view}>{(traced) => <Answer traced={traced} onOf={onOf} />}</Loaded>;
}

function Answer({ traced, onOf }: { traced: Traced; onOf: (of: string) => void }) {
  if (traced.traced === "nothing")
    return <Nothing title={word("trace.nothing")} hint={sentence(traced.sentence)} />;
  if (traced.traced === "several") return <Choices choices={traced.choices} onChoose={onOf} />;
  return (
    <>
      <h2 data-testid="traced">
        <span dir="ltr">{nameOf(traced.of)}</span>{" "}
        <span className={page.quiet}>{says(traced.of)}</span>
      </h2>
      <Trees trace={traced} onLot={onOf} />
    </>
  );
}

interface ChoicesProps {
  choices: TraceNode[];
  onChoose: (id: string) => void;
}

/** The same number of several suppliers, items or orders: a person chooses. */
function Choices({ choices, onChoose }: ChoicesProps) {
  return (
    <fieldset className={`${page.panel} ${css.choices}`}>
      <legend>{word("lots.choose")}</legend>
      {choices.map((choice) => (
        <Button key={idOf(choice)} variant="default" onClick={() => onChoose(idOf(choice))}>
          {word("trace.choice", { name: nameOf(choice), what: says(choice) })}
        </Button>
      ))}
    </fieldset>
  );
}
