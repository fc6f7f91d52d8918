import {
  readAnswer,
  readQuestion,
  unanswered,
  writeAnswer,
  writeQuestion,
} from "../../../shared/core/consent/question.ts";
import { questionText } from "../../../shared/core/consent/question-text.ts";
import { questionAbout } from "../../doubles/scripted-person.ts";
import { mutatedJson } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const now = new Date("2026-11-29T12:00:00Z");
const answer = { ...unanswered(now), answer: "ten-minutes", answeredBy: "terminal" }; // prettier-ignore

/** Questions to a person and their answers, as anybody with the user's rights may have written them. */
export const questionsTarget: OpenTarget = async () =>
  target({
    name: "questions",
    inputs: mutatedJson([questionAbout("session"), questionAbout("call"), answer]), // prettier-ignore
    budgetMs: 2000,
    check: (text: string) => {
      const question = readQuestion(text);
      if (question) {
        for (const line of questionText(question).split("\n"))
          holds(!unseen.test(line), "a person sees all that they are asked");
        new Date(question.expiresAt).toISOString();
        holds(readQuestion(writeQuestion(question)) !== null, "it is read again"); // prettier-ignore
      }
      const given = readAnswer(text);
      if (given)
        holds(readAnswer(writeAnswer(given)) !== null, "and so is an answer");
    },
  });
