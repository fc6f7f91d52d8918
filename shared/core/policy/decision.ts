import type { NamedContext, StoredAuthority } from "../vault/document.ts";
import type { Unagreed } from "./consent.ts";
import type { Danger, Question } from "./confirmation.ts";

/** What becomes of a request, with the reason. There is no second decision after it: what fails later is refused. */
export type Decision = Grant | Unconfirmed | Unagreed | Refused;

/** What becomes of a request to issue: the own key is not what was asked for. */
export type IssuingDecision = Signed | Asked | Unconfirmed | Unagreed | Refused;

/** The credential that is given. `roles` empty: they are not known. */
export type Grant = Signed | Asked | Stored;

interface Terms {
  readonly roles: readonly string[];
  /** Of the session, or of the certificate. */
  readonly ttlSeconds: number;
}

/** An authority signs it; nobody is asked. */
export interface Signed extends Terms {
  readonly outcome: "sign";
  readonly authority: StoredAuthority;
  readonly because: "authority-given" | "authority-in-vault";
}

/** A node of the cluster is asked to make it; where none can be, it is refused. */
export interface Asked extends Terms {
  readonly outcome: "ask-node";
  /** The context with os:admin whose credential asks. */
  readonly asker: NamedContext;
  readonly because: "own-admin" | "borrowed-admin" | "admin-named";
}

/** The context's own key. */
export interface Stored extends Terms {
  readonly outcome: "stored";
  readonly because: StoredReason;
}

export type StoredReason =
  /** Somebody said so. */
  | "asked-for"
  /** Nothing can make one, and the own one cannot do everything. */
  | "nothing-makes-less"
  /** Another context could have a node make one, which is borrowed for roles that are named alone. */
  | "admin-not-borrowed"
  /** The same, with an authority that nobody opened. */
  | "authority-sealed"
  /** Omni, or a user and a password: there is nothing else. */
  | "only-login"
  /** The running session has it already, or one with as many rights. */
  | "session-has-it";

/** Granted as soon as a person has said what is missing. */
export interface Unconfirmed {
  readonly outcome: "unconfirmed";
  readonly danger: Danger;
  readonly roles: readonly string[];
  /** Never empty. */
  readonly questions: readonly Question[];
}

export interface Refused {
  readonly outcome: "refused";
  readonly because: Refusal;
}

export type Refusal =
  | { readonly kind: "no-role" }
  /** A credential that is made lasts at most 12 hours. */
  | { readonly kind: "too-long" }
  | { readonly kind: "unknown-roles"; readonly roles: readonly string[] }
  /** The passphrase of the cluster's authority is needed. */
  | { readonly kind: "authority-sealed" }
  /** Roles were named, and nothing can make them. `isHeld`: the own key has exactly these. */
  | {
      readonly kind: "cannot-be-made";
      readonly roles: readonly string[];
      readonly isHeld: boolean;
    }
  /** Nobody named anything, nothing can make less, and the own key may do everything. */
  | {
      readonly kind: "stored-may-everything";
      /** Another context that could have a node make less, for roles that are named. */
      readonly lender: string | null;
    }
  /** The same, and nobody can read what the own key may do. */
  | { readonly kind: "stored-unreadable" }
  | { readonly kind: "half-a-pair"; readonly missing: "key" | "certificate" }
  | { readonly kind: "ended"; readonly notAfter: Date }
  /** A running session would get rights that it does not have. */
  | { readonly kind: "more-rights"; readonly roles: readonly string[] }
  /** A running session would become root on production, or get what a person is asked about, and nobody is asked. */
  | {
      readonly kind: "nobody-to-confirm";
      readonly danger: Danger | "consent";
    }
  /** The context that is to ask a node is no valid os:admin of the cluster. */
  | { readonly kind: "no-asker"; readonly asker: string }
  /** Nothing in the vault can issue for it; `mute`: an os:admin context that could ask, if it had an endpoint. */
  | { readonly kind: "no-issuer"; readonly mute: string | null }
  | { readonly kind: "no-certificate" }
  /** Nobody is to be asked about what an agent changes, and the context has a person asked. */
  | { readonly kind: "agent-unasked"; readonly roles: readonly string[] };

export function refused(because: Refusal): Refused {
  return { outcome: "refused", because };
}
