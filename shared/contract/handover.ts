import * as v from "valibot";
import { limits } from "../core/limits.ts";
import { channel } from "./channel.ts";
import {
  certificateSeconds,
  contextName,
  text,
  texts,
  type CopiedText,
} from "./fields.ts";
import { source } from "./imports.ts";

/** Request, answer and receipt: nothing secret is in one, so that a page may have it. */
const handoverText = v.pipe(v.string(), v.maxLength(limits.handoverText.most));

/** What a person compares before they answer a request. */
export interface ReadAccessRequest {
  /** Whoever asks, in their own words. */
  readonly person: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Of its key. */
  readonly words: string;
}

/** What was given. */
export interface GivenAnswer {
  /** To be sent. */
  readonly text: string;
  readonly roles: readonly string[];
  /** RFC 3339. */
  readonly notAfter: string;
  /** Of the cluster's CA; null: it is not known. */
  readonly clusterWords: string | null;
}

/** What a person sees before they take an answer in. */
export interface FittingAnswerView {
  /** The context's name at whoever gave it. */
  readonly name: string;
  readonly to: string;
  readonly reason: string | null;
  readonly roles: readonly string[];
  readonly notAfter: string;
  readonly clusterWords: string;
}

export const handoverChannels = {
  /** Makes a key, keeps it in the vault, and gives the request for it. */
  "handover.request": channel<{
    readonly text: string;
    readonly words: string;
  }>()(v.strictObject({ name: text })),
  "handover.read-request": channel<ReadAccessRequest>()(
    v.strictObject({ text: handoverText }),
  ),
  "handover.give": channel<GivenAnswer>()(
    v.strictObject({
      context: contextName,
      text: handoverText,
      roles: texts,
      ttlSeconds: certificateSeconds,
      to: text,
      reason: text,
    }),
  ),
  "handover.read-answer": channel<FittingAnswerView>()(
    v.strictObject({ text: handoverText }),
  ),
  /** `as` empty: the giver's name. */
  "handover.accept": channel<{
    readonly as: string;
    readonly receipt: string;
  }>()(v.strictObject({ text: handoverText, as: text })),
  "handover.receipt": channel<{
    readonly to: string;
    readonly context: string;
  }>()(v.strictObject({ text: handoverText })),
  /** Puts one such text into the clipboard, and nothing else. */
  "handover.copy": channel<CopiedText>()(
    v.strictObject({ text: handoverText }),
  ),
  /** Writes one into a file, and nothing else; null when no file was chosen. `path`: where the host has no dialogs. */
  "handover.save": channel<{ readonly path: string } | null>()(
    v.strictObject({ text: handoverText, path: v.optional(text) }),
  ),
  /** The one such text in a file, and nothing else of it; null when no file was chosen. */
  "handover.open": channel<{ readonly text: string } | null>()(source),
};
