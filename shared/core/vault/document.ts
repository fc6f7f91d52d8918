// The document inside the vault's file, its MAC, the age file, the slots that open it, migrations.
// Keep: Every past format opens for ever (test/vectors); what is written is unsealed and compared before it counts.
import type { GuardRules } from "../gateway/guard/guard-rules.ts";
import type { Secret } from "../secret.ts";
import type { JsonValue } from "../json.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { CertificateSummary } from "../certificates/summary.ts";
import type { StoreFacts } from "./fields/store-facts.ts";

/** What the vault holds, decrypted and authenticated. Immutable: a change makes a new document. */
export interface VaultDocument {
  /** UUID; the keychain account and the id in the file's header. */
  readonly vaultId: string;
  /** Counts writes, from 1. */
  readonly generation: number;
  readonly writtenAt: Date;
  /** Public half of the recovery key (`age1…`), a recipient of every write. */
  readonly recoveryRecipient: string;
  /** Name of the current context; empty when there is none. */
  readonly current: string;
  /** Name of the context that was current before; empty when there was none. `-` on the command line. */
  readonly previous: string;
  readonly contexts: ReadonlyMap<string, StoredContext>;
  /** Talos CAs with their keys, by fingerprint; absent: none. */
  readonly authorities?: ReadonlyMap<string, StoredAuthority>;
  /** Whether a person is asked about contexts that say nothing of their own; absent: as `production` says. */
  readonly consent?: ConsentRule;
  /** Secrets of clusters that were made here, by name; absent: none. */
  readonly clusters?: ReadonlyMap<string, StoredCluster>;
  /** Contexts that were removed and can be put back for a while, oldest first; absent: none. No verb uses what is in them. */
  readonly removed?: readonly RemovedContext[];
  /** Requests for access that were made here, by their ids; absent: none. */
  readonly requests?: ReadonlyMap<string, StoredRequest>;
  /** Age identities for files of SOPS, by the names that people gave them; absent: none. */
  readonly sopsKeys?: ReadonlyMap<string, StoredSopsKey>;
  /** What the store remembers between writes; absent before the first write by a program that knows it. */
  readonly store?: StoreFacts;
}

/** A context that was removed: its name then, and all that it was. */
export interface RemovedContext extends NamedContext {
  readonly removedAt: Date;
}

/** Somebody of this vault asked for access with a key that never leaves it. */
export interface StoredRequest {
  /** As whoever is asked reads it. */
  readonly name: string;
  readonly createdAt: Date;
  /** PEM; absent: an answer was accepted, and the key is in its context. */
  readonly key?: Secret;
  /** Absent: it waits for an answer. */
  readonly accepted?: {
    readonly at: Date;
    /** Name of the context, then. */
    readonly as: string;
    /** When the credential ends. */
    readonly until: Date;
  };
}

/** What opens the files of SOPS of a repository. It is never changed: so nobody has less asked about it. */
export interface StoredSopsKey {
  /** Its public half, `age1…`: what a .sops.yaml names. */
  readonly recipient: string;
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: Secret;
  readonly addedAt: Date;
  /** Whether a person is asked before it is used or leaves; absent: as the vault says. */
  readonly consent?: ConsentRule;
}

/** What a whole cluster can be made from, and recovered. */
export interface StoredCluster {
  /** Of the Kubernetes API, an https URL. */
  readonly endpoint: string;
  /** The text of secrets.yaml. */
  readonly secrets: Secret;
  readonly createdAt: Date;
}

/** What can issue credentials for a cluster. */
export interface StoredAuthority {
  /** Base64 of PEM, as in a context's `ca`. */
  readonly crt: string;
  /** Base64 of PEM; where `sealed` is true, base64 of an age file that a passphrase of its own opens to that. */
  readonly key: Secret;
  readonly sealed: boolean;
  readonly addedAt: Date;
}

/** One context with what we know about it beyond talosconfig. */
export interface StoredContext {
  readonly config: TalosContext;
  readonly metadata: ContextMetadata;
}

/** A context under the name that it has in the vault. */
export interface NamedContext {
  readonly name: string;
  readonly context: StoredContext;
}

/** What a person says of a context; no key is among it. */
export interface Remarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly production: boolean;
  /** Shown first in lists. */
  readonly favorite?: true;
  readonly color?: ContextColor;
  readonly note?: string;
  /** What its sessions get when nothing else is asked for. */
  readonly session?: SessionDefaults;
  /** Whether a person is asked before a credential of it is lent, made or given away; absent: as the vault says. */
  readonly consent?: ConsentRule;
  /** What calls of its sessions through a gateway may do; absent: as each session says. */
  readonly guard?: ContextGuard;
}

export interface ContextMetadata extends Remarks {
  readonly importedAt: Date;
  /** Read once at import, so that listing 10,000 contexts parses no certificate. */
  readonly certificate?: CertificateSummary;
  readonly origin?: Origin;
  /** Keys that Talos does not know, kept as they were read: path (`auth.foo`) to JSON value. */
  readonly unknown?: Readonly<Record<string, JsonValue>>;
}

/** Where a context came from, or was last put, in a secret store of others; what it was there then. */
export interface Origin {
  /** `vault:MOUNT/PATH#FIELD`, `sops:FILE`. */
  readonly address: string;
  /** The server that it was on, an URL; empty: a file. */
  readonly server: string;
  /** The namespace on that server, without slashes around it; absent: the one that has no name. */
  readonly namespace?: string;
  /** The context's name there. */
  readonly name: string;
  /** The store's own number of that state; empty: it counts none. */
  readonly version: string;
  /** SHA-256 of all that stood there, lower-case hexadecimal. */
  readonly sha256: string;
  /** The same of the context's content, to know whether it was changed here since. */
  readonly content: string;
  readonly pulledAt: Date;
  /** Another one that was there when the store was last asked; absent: none was seen. */
  readonly seen?: SeenAtOrigin;
}

/** What somebody else put into the place of an origin. */
export interface SeenAtOrigin {
  /** As that of an origin. */
  readonly version: string;
  /** As that of an origin. */
  readonly content: string;
  /** When it was first seen there. */
  readonly at: Date;
}

export interface SessionDefaults {
  readonly roles?: readonly string[];
  readonly ttlSeconds?: number;
}

/** Lists have entries as they were typed: core/gateway reads them. Empty ones, and what says nothing, are left out. */
export type ContextGuard = Pick<
  GuardRules,
  "allow" | "hold" | "deny" | "maxNodes" | "hours"
>;

/** `writes`: for what may do more than os:reader. */
export const consentRules = ["always", "writes", "never"] as const;
export type ConsentRule = (typeof consentRules)[number];

export const contextColors = [
  "red",
  "orange",
  "yellow",
  "green",
  "blue",
  "purple",
  "gray",
] as const;
export type ContextColor = (typeof contextColors)[number];
