import * as v from "valibot";
import { limits } from "../core/limits.ts";
import { mapOf } from "../core/vault/context-edit.ts";
import {
  maxCertificateSeconds,
  maxSessionSeconds,
} from "../core/sessions/duration.ts";

// What requests are made of. Everything is bounded: a window that was taken over cannot fill main's memory.

const longText = limits.contextText.most;

export const text = v.pipe(v.string(), v.maxLength(longText));
export const texts = v.pipe(
  v.array(text),
  v.maxLength(limits.contextAddresses.most),
);
export const textMap = <Value>(value: v.GenericSchema<unknown, Value>) =>
  mapOf(text, value, 1000);
/** A reply: text for the clipboard; `isCopied` when main has put it there. */
export interface CopiedText {
  readonly text: string;
  readonly isCopied: boolean;
}

/** Of a context that is there: an old vault may have one without a name, or with a longer one than is taken now. */
export const contextName = v.pipe(v.string(), v.maxLength(longText));
export const contextNames = v.pipe(
  v.array(contextName),
  v.minLength(1),
  v.maxLength(limits.contexts.most),
);
export const nothing = v.strictObject({});
export const sessionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** How long a session lasts. */
export const sessionSeconds = secondsUpTo(maxSessionSeconds);
/** How long a certificate is valid. */
export const certificateSeconds = secondsUpTo(maxCertificateSeconds);
/** 16 random bytes: the name of something that main keeps, such as an opened file, or of an attempt that a window began. */
export const token = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

function secondsUpTo(most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
}
