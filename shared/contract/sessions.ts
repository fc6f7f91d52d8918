import type { Warning } from "../core/warning.ts";
import * as v from "valibot";
import type { SessionCalls } from "../core/gateway/calls/read-calls.ts";
import type { PastSession } from "../core/sessions/history.ts";
import type {
  SessionProgram,
  SessionView,
} from "../core/sessions/session-view.ts";
import { channel } from "./channel.ts";
import {
  contextName,
  type CopiedText,
  nothing,
  sessionId,
  sessionSeconds,
  text,
  texts,
  token,
} from "./fields.ts";

/** A session in the list. */
export interface ListedSession extends SessionView {
  /** The shell or command that has it; null: none yet, or the system does not say. */
  readonly program: SessionProgram | null;
}

export interface StartedSession {
  readonly session: SessionView;
  /** Sentences for the person: until when the key itself stays valid. */
  readonly warnings: readonly Warning[];
}

/** What to tell the person about the credential that a running session has now. */
export interface ChangedSession {
  readonly warnings: readonly Warning[];
}

/** What a session would be. */
export interface ForeseenSession {
  readonly delivery: SessionView["delivery"];
  /** What it could not do, by the names that `sessions --json` shows; empty: it has no gateway. */
  readonly walls: readonly string[];
}

/** `best`: as is usual for the context on this machine. */
const delivery = v.picklist(["best", "gateway", "fd", "file"]);

export const sessionChannels = {
  "sessions.list": channel<readonly ListedSession[]>()(nothing, "always"),
  /** Those that are over and have all words of a search, under the names that the contexts have now: the newest, and how many there are. */
  "sessions.past": channel<{
    readonly sessions: readonly PastSession[];
    readonly total: number;
  }>()(v.strictObject({ search: text })),
  "sessions.foresee": channel<ForeseenSession>()(
    v.strictObject({ context: contextName, roles: texts, delivery }),
  ),
  /** Null: it has no gateway, or nobody answers for it. */
  "sessions.calls": channel<SessionCalls | null>()(
    v.strictObject({
      id: sessionId,
      after: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ),
  "sessions.start": channel<StartedSession>()(
    v.strictObject({
      context: contextName,
      /** Absent: the context's own defaults. */
      ttlSeconds: v.optional(sessionSeconds),
      roles: v.optional(texts),
      /** The context's own key, also where one could be made. */
      isStored: v.optional(v.boolean()),
      reason: v.optional(text),
      delivery,
      isFollowing: v.boolean(),
      /** The context's name, typed: asked for before root on production. */
      confirmation: v.optional(text),
      attempt: v.optional(token),
    }),
  ),
  "sessions.open-terminal": channel<null>()(
    v.strictObject({
      id: sessionId,
      /** What it begins with; absent: its shell. After a dashboard comes the shell too. */
      runs: v.optional(v.picklist(["shell", "dashboard"])),
    }),
  ),
  /** The one line to paste. */
  "sessions.command": channel<CopiedText>()(v.strictObject({ id: sessionId })),
  "sessions.extend": channel<ChangedSession>()(
    v.strictObject({ id: sessionId, seconds: sessionSeconds }),
  ),
  "sessions.repoint": channel<ChangedSession>()(
    v.strictObject({ id: sessionId, context: contextName }),
  ),
  "sessions.end": channel<null>()(v.strictObject({ id: sessionId }), "always"),
  "sessions.end-all": channel<{ readonly ended: number }>()(nothing, "always"),
};
