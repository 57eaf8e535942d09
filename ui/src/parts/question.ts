import { createStore } from "./store";

/** Something the core wants to be sure of, for example 500 typed for 50. */
export interface Question {
  text: string;
  answer: (yes: boolean) => void;
}

/** The question on screen. */
export const question = createStore<Question | null>(null);

/** Asks and waits for yes or no. */
export function ask(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.set({
      text,
      answer(yes) {
        question.set(null);
        resolve(yes);
      },
    });
  });
}
