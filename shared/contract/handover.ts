import * as v from "valibot";
import type { Handover } from "../core/usecases/handover/list-handovers.ts";
import type { OwnRequest } from "../core/usecases/handover/own-requests.ts";
import { limits } from "../core/limits.ts";
import { channel } from "./channel.ts";
import {
  certificateSeconds,
  contextName,
  nothing,
  text,
  texts,
  token,
  type CopiedText,
} from "./fields.ts";
import { source } from "./imports.ts";

/** Request, answer, receipt, public keys and age files: nothing secret is in one that a page could read. */
const handoverText = v.pipe(v.string(), v.maxLength(limits.handoverText.most));

/** Whose key something is to be given to, as a person compares it. */
export type ReadRecipient =
  | ReadAccessRequest
  /** Keys of SSH or age, as their own programs show them: an age file is made for them. */
  | { readonly kind: "keys"; readonly keys: readonly string[] };

interface ReadAccessRequest {
  readonly kind: "request";
  /** Whoever asks, in their own words. */
  readonly person: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Of its key. */
  readonly words: string;
}

/** What was given. */
export interface GivenAnswer {
  /** The credential with its key, which only the keys that were named open; else only who asked can use what is in it. */
  readonly isSealed: boolean;
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
  readonly kind: "answer";
  /** The context's name at whoever gave it. */
  readonly name: string;
  readonly to: string;
  readonly reason: string | null;
  readonly roles: readonly string[];
  readonly notAfter: string;
  readonly clusterWords: string;
}

/** The same of a credential in an age file, which nothing proves the giver of. */
export interface SealedAnswerView {
  readonly kind: "sealed";
  readonly token: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly notAfter: string;
}

/** The context's name here, and what goes back. */
export interface AcceptedAnswer {
  readonly as: string;
  readonly receipt: string;
}

/** What is read was accepted before: its receipt once more. */
export interface AcceptedBefore extends AcceptedAnswer {
  readonly kind: "accepted";
}

export const handoverChannels = {
  /** Makes a key, keeps it in the vault, and gives the request for it. */
  "handover.request": channel<{
    readonly text: string;
    readonly words: string;
  }>()(v.strictObject({ name: text })),
  /** A request, or lines of public keys of SSH or age. */
  "handover.read-recipient": channel<ReadRecipient>()(
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
      /** For keys: a node makes it, asked as this os:admin context of the same cluster; absent: the vault's authority does, where it has one. */
      asker: v.optional(contextName),
    }),
  ),
  /** `age-file`: a credential that a key of the receiver's opens. */
  "handover.read-answer": channel<
    FittingAnswerView | AcceptedBefore | { readonly kind: "age-file" }
  >()(v.strictObject({ text: handoverText })),
  /** With a private key that main reads; null when no file was chosen. `path`: where the host has no dialogs. */
  "handover.open-sealed": channel<SealedAnswerView | AcceptedBefore | null>()(
    v.strictObject({ text: handoverText, path: v.optional(text) }),
  ),
  /** `as` empty: the giver's name. */
  "handover.accept": channel<AcceptedAnswer>()(
    v.strictObject({ text: handoverText, as: text }),
  ),
  "handover.accept-sealed": channel<AcceptedAnswer>()(
    v.strictObject({ token, as: text }),
  ),
  /** What was given to others, and asked of them; newest first. */
  "handover.list": channel<{
    readonly given: readonly Handover[];
    readonly requests: readonly OwnRequest[];
  }>()(nothing),
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
