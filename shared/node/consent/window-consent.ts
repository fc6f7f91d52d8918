import type { ConsentQuestion } from "../../core/consent/question.ts";
import {
  askingClient,
  askingProcess,
  askingProgram,
  ownSessionId,
} from "./asking-process.ts";
import { FilePerson } from "./ask-by-file.ts";
import { mayAnswerInWindow } from "./may-answer.ts";
import { QuestionFolder } from "./question-folder.ts";

/**
 * What a window asks a person with, and shows of what others ask.
 * @param home absolute path of the vault's folder
 * @param isPersons whether a person sits at it, as far as can be known
 */
export function windowConsent(home: string, isPersons: boolean) {
  const questions = new QuestionFolder(home);
  // One in a session of ours agrees to nothing, and says to nobody that it could.
  const isAnswering = isPersons && ownSessionId() === null;
  return {
    person: new FilePerson(questions),
    questions,
    asking: askingProcess,
    askingClient,
    askingProgram,
    isPersons: isAnswering,
    mayAnswer: (question: ConsentQuestion): boolean =>
      isAnswering && mayAnswerInWindow(question, process.pid),
  };
}
