import { Button, Loader } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { sentence, word } from "../words/words";
import { Note } from "./chip";
import { sentenceOf } from "./notice";
import css from "./waiting.module.css";

/** Draws a view once it is there; before that, that it is read, or why it cannot be. */
export function Loaded<T>({
  view,
  children,
}: {
  view: UseQueryResult<T>;
  children: (answer: T) => ReactNode;
}) {
  if (view.data !== undefined) return children(view.data);
  if (view.isError) return <Failed thrown={view.error} again={() => void view.refetch()} />;
  return (
    <div className={css.middle} role="status">
      <Loader size="md" color="var(--muted)" />
      <span>{word("wait.reading")}</span>
    </div>
  );
}

/** What went wrong and how to try again. */
export function Failed({ thrown, again }: { thrown: unknown; again: () => void }) {
  return (
    <div className={css.middle} role="alert">
      <Note tone="alarm">{sentence(sentenceOf(thrown))}</Note>
      <Button variant="default" onClick={again}>
        {word("wait.again")}
      </Button>
    </div>
  );
}

/** That there is nothing, and what would put something here. */
export function Nothing({ title, hint }: { title: string; hint: string }) {
  return (
    <div className={css.middle}>
      <strong className={css.title}>{title}</strong>
      <span>{hint}</span>
    </div>
  );
}
