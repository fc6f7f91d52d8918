import type { ConsentQuestion } from "../../core/consent/question.ts";
import { askingProcess, ownChain } from "./asking-process.ts";
import { FilePerson } from "./file-person.ts";
import { judgeAnswerer } from "./may-answer.ts";
import { QuestionFolder } from "./question-folder.ts";

/**
 * What a window asks a person with, and shows of what others ask.
 * @param home absolute path of the vault's folder
 * @param isPersons whether a person sits at it, as far as can be known
 */
export function windowConsent(home: string, isPersons: boolean) {
  const questions = new QuestionFolder(home);
  const isOwn = ({ process: asking }: ConsentQuestion): boolean =>
    asking.process.pid === process.pid;
  return {
    person: new FilePerson(questions),
    questions,
    asking: askingProcess,
    isPersons,
    mayAnswer: (question: ConsentQuestion): boolean => {
      const { session } = askingProcess();
      const own = { chain: ownChain(), terminal: null, session };
      return (
        isPersons &&
        (isOwn(question) || judgeAnswerer(question, own, false) === null)
      );
    },
  };
}
