import * as v from "valibot";
import type { ConsentQuestion } from "../core/consent/question.ts";
import { channel } from "./channel.ts";
import { nothing } from "./fields.ts";

export const approvalChannels = {
  /** What waits for a person, the oldest first. */
  "approvals.list": channel<readonly ConsentQuestion[]>()(nothing),
  "approvals.answer": channel<null>()(
    v.strictObject({
      id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
      answer: v.picklist(["denied", "once", "ten-minutes", "end-session"]),
    }),
  ),
};
