import { Button } from "@mantine/core";
import { useState } from "react";
import type { FoundLot, LotView } from "../host/types";
import { useHost, useView } from "../host/views";
import page from "../parts/page.module.css";
import { showQuantity } from "../parts/quantity";
import { Loaded, Nothing } from "../parts/waiting";
import { resolve, useFound } from "../scan/found";
import { word } from "../words/words";
import { Lot } from "./lot";
import css from "./lots.module.css";

/** A lot by its code: what stops it, where it came from and where it went. */
export default function Lots() {
  const [found, setFound] = useState<FoundLot[]>([]);
  const [chosen, setChosen] = useState<LotView["lot"] | null>(null);
  useFound((scanned) => {
    if (scanned.found !== "lots") return false;
    const [only, ...others] = scanned.lots;
    setFound(scanned.lots);
    setChosen(only && others.length === 0 ? only.lot : null);
    return true;
  });
  return (
    <div className={`${page.page} ${page.scroll}`}>
      <div className={page.title}>
        <h1>{word("lots.title")}</h1>
        <Search />
      </div>
      {chosen === null && found.length > 1 && <Choices lots={found} onChoose={setChosen} />}
      {chosen === null && found.length === 0 && (
        <Nothing title={word("lots.scan")} hint={word("lots.scan_hint")} />
      )}
      {chosen !== null && <Shown key={chosen} lot={chosen} onLot={setChosen} />}
    </div>
  );
}

function Shown({ lot, onLot }: { lot: string; onLot: (lot: string) => void }) {
  const view = useView("view_lot", { lot });
  const zone = useView("view_station", {}).data?.zone ?? "UTC";
  return <Loaded view={view}>{(shown) => <Lot lot={shown} zone={zone} onLot={onLot} />}</Loaded>;
}

function Search() {
  const host = useHost();
  const [text, setText] = useState("");
  return (
    <form
      className={css.search}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void resolve(host, { text: text.trim() });
      }}
    >
      <input
        className={page.input}
        aria-label={word("lots.number")}
        placeholder={word("lots.number")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="default">
        {word("lots.find")}
      </Button>
    </form>
  );
}

interface ChoicesProps {
  lots: FoundLot[];
  onChoose: (lot: string) => void;
}

/** The same number of several items or suppliers: a person chooses. */
function Choices({ lots, onChoose }: ChoicesProps) {
  return (
    <fieldset className={`${page.panel} ${css.choices}`}>
      <legend>{word("lots.choose")}</legend>
      {lots.map((lot) => (
        <Button key={lot.lot} variant="default" onClick={() => onChoose(lot.lot)}>
          {word("consume.choice", {
            lot: lot.number,
            item: lot.supplier ? `${lot.description}, ${lot.supplier}` : lot.description,
            left: showQuantity(lot.quantity),
          })}
        </Button>
      ))}
    </fieldset>
  );
}
