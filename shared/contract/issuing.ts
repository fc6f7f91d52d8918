import * as v from "valibot";
import type { LedgerView } from "../core/ledger/view.ts";
import type { VaultFinding } from "../core/certificates/finding.ts";
import type { ClusterRadius } from "../core/usecases/clusters/cluster-radii.ts";
import type {
  AuthorityFacts,
  IssuePreview,
} from "../core/usecases/issuing/preview-issue.ts";
import { channel } from "./channel.ts";
import {
  certificateSeconds,
  contextName,
  nothing,
  text,
  texts,
  token,
} from "./fields.ts";

/** An authority that was read from a file and is kept in main until it is used; its key never comes here. */
export interface OpenedAuthority extends AuthorityFacts {
  readonly token: string;
}

/** What would be issued, and what it would replace in the vault if it took its context's place. */
export interface PreviewedIssue extends IssuePreview {
  /** Roles of the context's own credential, where what would be issued can do less; null: it can do as much. */
  readonly lost: readonly string[] | null;
}

export interface Issued {
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly notAfter: string;
  /** Where the file is; null when it went into the vault. */
  readonly path: string | null;
}

/** A part of the ledger. */
export interface LedgerPage {
  readonly entries: readonly LedgerView[];
  /** How many there are that match. */
  readonly total: number;
  /** Of them, those that say what was removed or replaced. */
  readonly removed: number;
  readonly valid: number;
  readonly unreadable: number;
  /** Each that any credential has, whatever is searched for. */
  readonly roles: readonly string[];
}

const terms = {
  context: contextName,
  roles: texts,
  ttlSeconds: certificateSeconds,
  /** Who makes it: the vault's authority, one that was opened from a file, or a node, asked as this os:admin context. */
  authority: v.variant("kind", [
    v.strictObject({ kind: v.literal("vault") }),
    v.strictObject({ kind: v.literal("node"), asker: contextName }),
    v.strictObject({ kind: v.literal("file"), token }),
  ]),
  acceptsCustomRoles: v.boolean(),
  isForced: v.boolean(),
  acceptsOtherAuthority: v.optional(v.boolean()),
};

export const issuingChannels = {
  /** Keeps the authority of a file; null when no file was chosen. */
  "authorities.import": channel<AuthorityFacts | null>()(
    v.strictObject({ path: v.optional(text), seal: v.boolean() }),
  ),
  "authorities.remove": channel<null>()(
    v.strictObject({
      fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
  /** Reads an authority to use it once; null when no file was chosen. */
  "issuing.open-authority": channel<OpenedAuthority | null>()(
    v.strictObject({ path: v.optional(text) }),
  ),
  "issuing.preview": channel<PreviewedIssue>()(v.strictObject(terms)),
  /** Null when no file was chosen. */
  "issuing.issue": channel<Issued | null>()(
    v.strictObject({
      ...terms,
      target: v.variant("kind", [
        v.strictObject({ kind: v.literal("renew") }),
        v.strictObject({ kind: v.literal("context"), as: text }),
        v.strictObject({
          kind: v.literal("file"),
          /** Where paths are typed; elsewhere main's dialog says it, whatever is here. */
          path: v.optional(text),
          isAutomation: v.boolean(),
        }),
      ]),
      recipient: v.optional(text),
      reason: v.optional(text),
      /** The context's name, typed: asked for before os:impersonator, and before os:admin on production. */
      confirmation: v.optional(text),
    }),
  ),
  "ledger.list": channel<LedgerPage>()(
    v.strictObject({
      search: text,
      isValid: v.boolean(),
      /** Still valid, and to be renewed soon. */
      isEnding: v.boolean(),
      /** Of contexts that are marked production now. */
      isProduction: v.boolean(),
      /** With this role among others; empty: any. */
      role: text,
      /** Of the cluster with this CA, as `contexts.authorities` has it; empty: any. */
      authority: text,
    }),
  ),
  /** What still opens each cluster, as far as the vault knows. */
  "ledger.radius": channel<readonly ClusterRadius[]>()(nothing),
  "findings.list": channel<readonly VaultFinding[]>()(nothing),
};
