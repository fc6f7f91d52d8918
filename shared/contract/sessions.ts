import * as v from "valibot";
import type { SessionView } from "../core/sessions/session-view.ts";
import { maxSessionSeconds } from "../core/sessions/duration.ts";
import { channel } from "./channel.ts";
import { contextName, nothing, sessionId, text } from "./fields.ts";

export interface StartedSession {
  readonly session: SessionView;
  /** Sentences for the person: until when the key itself stays valid. */
  readonly notices: readonly string[];
}

/** The one line to paste; `isCopied` when main has put it into the clipboard. */
export interface SessionCommand {
  readonly command: string;
  readonly isCopied: boolean;
}

const seconds = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(maxSessionSeconds),
);

export const sessionChannels = {
  "sessions.list": channel<readonly SessionView[]>()(nothing, "always"),
  "sessions.start": channel<StartedSession>()(
    v.strictObject({
      context: contextName,
      ttlSeconds: seconds,
      reason: v.optional(text),
      delivery: v.picklist(["best", "fd", "file"]),
      isFollowing: v.boolean(),
      /** The context's name, typed: asked for where it is marked production. */
      confirmation: v.optional(text),
    }),
  ),
  "sessions.open-terminal": channel<null>()(v.strictObject({ id: sessionId })),
  "sessions.command": channel<SessionCommand>()(
    v.strictObject({ id: sessionId }),
  ),
  "sessions.extend": channel<null>()(
    v.strictObject({ id: sessionId, seconds }),
  ),
  "sessions.repoint": channel<null>()(
    v.strictObject({ id: sessionId, context: contextName }),
  ),
  "sessions.end": channel<null>()(v.strictObject({ id: sessionId }), "always"),
  "sessions.end-all": channel<{ readonly ended: number }>()(nothing, "always"),
};
