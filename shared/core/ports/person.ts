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
}
