import type { ConsentAnswer, ConsentQuestion } from "../consent/question.ts";

/** A person at the machine, asked where the program that wants something cannot answer by itself. */
export interface Person {
  /**
   * Resolves with what a person says, or with the answer of nobody once `expiresAt` is reached or nothing is there to ask
   * with; never rejects. Asked again under the same id while it waits, it is the same question with the newer count, and
   * both get its answer. `signal`: whoever asked gave up; the question is withdrawn, and nobody's is the answer.
   */
  askPerson(
    question: ConsentQuestion,
    signal: AbortSignal,
  ): Promise<ConsentAnswer>;
  /** Questions whose asker was killed, which wrote down no answer. Each is given once, to whoever looks first. */
  takeAbandoned(now: Date): readonly AbandonedQuestion[];
}

export interface AbandonedQuestion {
  readonly question: ConsentQuestion;
  /** What a person said, which nobody heard any more; or nobody's. */
  readonly answer: ConsentAnswer;
}

/** Questions that wait for a person, for a window that shows them. */
export interface Questions {
  /** Those whose asker lives and waits, the oldest first. */
  waiting(now: Date): readonly ConsentQuestion[];
  /** False where it was answered already, or nobody waits. */
  answer(question: ConsentQuestion, answer: ConsentAnswer): Promise<boolean>;
  /** Tells of every change until the function is called. */
  watch(onChange: () => void): () => void;
  /** Says that a window shows them, until the function is called: no other dialog is opened as long. */
  openWindow(): () => void;
}
