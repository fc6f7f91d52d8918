import { examine } from "../../shared/core/certificates/examine-many.ts";
import type { Examiner } from "../../shared/core/ports/examiner.ts";

/** Examines in the thread that asks. */
export const examinerHere: Examiner = {
  examine: async (contexts, now) =>
    contexts.map((context) => examine(context, now)),
};
