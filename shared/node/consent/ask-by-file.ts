import { EventEmitter, once } from "node:events";
import {
  isRemembered,
  shownQuestion,
  unanswered,
  type ConsentAnswer,
  type ConsentQuestion,
} from "../../core/consent/question.ts";
import { questionWordings } from "../../core/consent/question-text.ts";
import type { AbandonedQuestion, Person } from "../../core/ports/person.ts";
import { confirmOnDesktop, type Confirmed } from "./confirm-dialog.ts";
import type { QuestionFolder } from "./question-folder.ts";

/** Between two looks where the system does not tell of a change, and at whether a window has closed. */
const lookMs = 500;

type Dialog = (
  wordings: readonly [string, ...string[]],
  signal: AbortSignal,
) => Promise<Confirmed>;

/**
 * Asks by a file that windows and `approvals` read, and in a dialog of the desktop as long as no window is open that may answer. The
 * first answer counts; what fails, and what nobody answers in time, is no.
 */
export class FilePerson implements Person {
  readonly #folder: QuestionFolder;
  readonly #confirm: Dialog;
  readonly #asked = new Map<string, Promise<ConsentAnswer>>();

  constructor(folder: QuestionFolder, confirm: Dialog = confirmOnDesktop) {
    this.#folder = folder;
    this.#confirm = confirm;
  }

  async askPerson(
    question: ConsentQuestion,
    signal: AbortSignal,
  ): Promise<ConsentAnswer> {
    const shown = shownQuestion(question);
    const nobody = unanswered(new Date(question.expiresAt));
    if (signal.aborted || !this.#folder.ask(shown).ok) return nobody;
    const remembered = isRemembered(shown)
      ? this.#folder.remembered(shown, new Date())
      : null;
    if (remembered) {
      this.#folder.withdraw(question.id);
      return remembered;
    }
    const known = this.#asked.get(question.id);
    if (known) return known;
    const answer = this.#wait(shown, signal).catch(() => nobody);
    this.#asked.set(question.id, answer);
    try {
      const given = await answer;
      if (given.answer === "ten-minutes" && isRemembered(shown))
        this.#folder.remember(shown, given);
      return given;
    } finally {
      this.#asked.delete(question.id);
      this.#folder.withdraw(question.id);
    }
  }

  takeAbandoned(now: Date): readonly AbandonedQuestion[] {
    return this.#folder.takeAbandoned(now);
  }

  /** Asks in a dialog; null where there is none, and only the other ways are left. */
  async #ask(
    question: ConsentQuestion,
    signal: AbortSignal,
  ): Promise<ConsentAnswer | null> {
    const isYes = await this.#confirm(questionWordings(question), signal);
    return isYes === null ? null : byDialog(isYes);
  }

  async #wait(
    question: ConsentQuestion,
    signal: AbortSignal,
  ): Promise<ConsentAnswer> {
    const over = new AbortController();
    const answered = new EventEmitter<{ answer: [ConsentAnswer] }>();
    const resolve = (answer: ConsentAnswer | null): void => {
      if (answer) answered.emit("answer", answer);
    };
    const first = once(answered, "answer") as Promise<[ConsentAnswer]>;
    let isDialogOpen = false;
    const look = (): void => {
      const answer = this.#folder.answerTo(question.id);
      if (answer) resolve(answer);
      else if (!isDialogOpen && !this.#folder.hasWindowFor(question)) {
        isDialogOpen = true;
        void this.#ask(question, over.signal).then(resolve, () => undefined);
      }
    };
    const giveUp = (): void => resolve(unanswered(new Date()));
    const left = Math.max(0, Date.parse(question.expiresAt) - Date.now());
    const late = setTimeout(giveUp, left);
    const timer = setInterval(look, lookMs);
    const stopWatching = this.#folder.watch(look);
    signal.addEventListener("abort", giveUp);
    look();
    const [answer] = await first.finally(() => {
      clearTimeout(late);
      clearInterval(timer);
      stopWatching();
      signal.removeEventListener("abort", giveUp);
      over.abort();
    });
    return answer;
  }
}

function byDialog(isYes: boolean): ConsentAnswer {
  const answer = isYes ? "once" : "denied";
  const answeredAt = new Date().toISOString();
  return { answer, answeredBy: "pinentry", answeredAt };
}
