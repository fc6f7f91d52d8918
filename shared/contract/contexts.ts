import * as v from "valibot";
import type { CertificateCard } from "../core/certificates/describe-certificate.ts";
import { limits } from "../core/limits.ts";
import type { PastSession } from "../core/sessions/history.ts";
import type { FollowedSessions } from "../core/sessions/session-view.ts";
import type { ListedAuthority } from "../core/usecases/authorities/list-authorities.ts";
import type { RemovedView } from "../core/usecases/contexts/removed-contexts.ts";
import { editFields } from "../core/vault/context-edit.ts";
import type { ContextDetails, ContextView } from "../core/vault/views.ts";
import { channel } from "./channel.ts";
import {
  contextName,
  type CopiedText,
  contextNames,
  nothing,
  sessionSeconds,
  text,
  textMap,
  texts,
} from "./fields.ts";
import type { OriginView } from "./stores.ts";

/** One row of the list. */
export interface ContextRow extends ContextView {
  readonly note: string | null;
  /** RFC 3339; null: no session was ever started from it. */
  readonly lastUsedAt: string | null;
}

/** A row without what another context changes: it stays the same when that one is made the current one. */
export type ListedContext = Omit<ContextRow, "current">;

/** When a session was last started from a context, RFC 3339. */
export interface LastUse {
  readonly name: string;
  readonly lastUsedAt: string;
}

/** Some of the contexts, for a menu. */
export interface MenuContexts {
  /** In the order of the list. */
  readonly rows: readonly ContextRow[];
  /** How many there are in all. */
  readonly total: number;
}

/** One context in full. */
export interface ContextPage extends ContextDetails {
  readonly card: CertificateCard | null;
  readonly history: readonly PastSession[];
  /** Null: it came from no store, and went to none. */
  readonly origin: OriginView | null;
  /** Codes of findings that `contexts.repair` can do away with. */
  readonly repairable: readonly string[];
}

/** One Talos CA and the contexts that trust it. */
export type AuthorityRow = ListedAuthority;

const edit = v.strictObject(
  editFields({
    text,
    texts,
    labels: textMap(v.nullable(text)),
    seconds: sessionSeconds,
  }),
);

export const contextChannels = {
  "contexts.list": channel<readonly ContextRow[]>()(nothing),
  /** Of those that were ever used; the same as in their rows. */
  "contexts.last-used": channel<readonly LastUse[]>()(nothing),
  /** What a menu has room for: the current one, those that were used last, those that sessions run from. */
  "contexts.for-menu": channel<MenuContexts>()(nothing),
  "contexts.authorities": channel<readonly AuthorityRow[]>()(nothing),
  "contexts.show": channel<ContextPage>()(
    v.strictObject({ name: contextName }),
  ),
  /** Makes it current and re-points the sessions that follow. */
  "contexts.use": channel<FollowedSessions>()(
    v.strictObject({ name: contextName }),
  ),
  "contexts.rename": channel<null>()(
    v.strictObject({ from: contextName, to: text }),
  ),
  "contexts.duplicate": channel<null>()(
    v.strictObject({ from: contextName, as: text }),
  ),
  "contexts.edit": channel<null>()(
    v.strictObject({
      name: contextName,
      edit,
      /** The contexts that the same is done with: none of them is told of as one that was left out. */
      among: v.optional(contextNames),
    }),
  ),
  "contexts.repair": channel<null>()(v.strictObject({ name: contextName })),
  "contexts.remove": channel<{
    readonly removed: number;
    /** RFC 3339: with it each of them can be put back. */
    readonly removedAt: string;
  }>()(v.strictObject({ names: contextNames })),
  /** What can be put back, newest first. */
  "contexts.removed": channel<readonly RemovedView[]>()(nothing),
  "contexts.put-back": channel<null>()(
    v.strictObject({
      name: text,
      removedAt: text,
      /** Another name, where its own is taken. */
      as: v.optional(text),
      /** It is the current one again, unless another one is by now. */
      wasCurrent: v.optional(v.boolean()),
    }),
  ),
  /** Removes for good what was removed before. */
  "contexts.forget": channel<null>()(
    v.strictObject({ name: text, removedAt: text }),
  ),
  /** The first endpoint, the SHA-256 or the serial of the certificate, or the beginning of a command that has the context. */
  "contexts.copy": channel<CopiedText>()(
    v.strictObject({
      name: contextName,
      what: v.picklist(["endpoint", "fingerprint", "serial", "command"]),
    }),
  ),
  /**
   * When these end, as a file for a calendar (RFC 5545). It is written where the person says, or is the browser's to save where the host
   * has no dialogs; null when no file was chosen. Nothing secret is in it.
   */
  "contexts.calendar": channel<
    | { readonly count: number; readonly path: string }
    | { readonly count: number; readonly text: string }
    | null
  >()(
    v.strictObject({
      contexts: v.pipe(v.array(contextName), v.maxLength(limits.contexts.most)),
      /** As `contexts.authorities` has them. */
      authorities: v.pipe(v.array(text), v.maxLength(limits.contexts.most)),
    }),
  ),
  /** Writes one plaintext talosconfig with all of them where the person says; null when no file was chosen. */
  "contexts.export": channel<{ readonly path: string } | null>()(
    v.strictObject({
      names: contextNames,
      path: v.optional(text),
      reason: v.optional(text),
      /** Names of contexts, typed: each is asked for before what may do everything on production is written. */
      confirmations: v.optional(contextNames),
    }),
  ),
};
