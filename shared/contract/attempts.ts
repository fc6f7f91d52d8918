import * as v from "valibot";
import { channel } from "./channel.ts";
import { token } from "./fields.ts";

export const attemptChannels = {
  /** Cancels what a window began under this name. What is being written already is finished, and its own reply says so. */
  "attempts.cancel": channel<null>()(v.strictObject({ attempt: token })),
};
