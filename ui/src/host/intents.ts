import { mintRequest } from "./request";

/** Remembers what got no answer, so that the same wish sent again keeps its request id. */
export class Intents {
  private unanswered: { wish: string; request: string } | null = null;

  /** The request id of a wish: the old one when it is the wish that got no answer. */
  requestFor(wish: string): string {
    const before = this.unanswered;
    return before?.wish === wish ? before.request : mintRequest();
  }

  /** The wish was answered, with yes or no: sent again it is a new one. */
  answered(): void {
    this.unanswered = null;
  }

  /** Nobody knows whether the wish was carried out. */
  silent(wish: string, request: string): void {
    this.unanswered = { wish, request };
  }
}
