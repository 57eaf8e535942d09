import { Modal } from "@mantine/core";
import { sentence, word } from "../words/words";
import { Press } from "./press";
import { question } from "./question";
import css from "./question_dialog.module.css";
import { useStore } from "./store";

/** The core's doubt, to be answered before anything is recorded. */
export function QuestionDialog() {
  const asked = useStore(question);
  return (
    <Modal
      opened={asked !== null}
      onClose={() => asked?.answer(false)}
      title={word("question.title")}
      closeButtonProps={{ "aria-label": word("keys.close") }}
      size="lg"
      centered
    >
      <p className={css.text}>{sentence(asked?.text ?? "")}</p>
      <div className={css.answers}>
        <Press wide onPress={() => asked?.answer(false)}>
          {word("question.no")}
        </Press>
        <Press wide main onPress={() => asked?.answer(true)}>
          {word("question.yes")}
        </Press>
      </div>
    </Modal>
  );
}
