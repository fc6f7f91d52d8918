import type { Secret } from "../secret.ts";
import type { Lease } from "../sessions/lease.ts";
import type { StoredAuthority } from "../vault/document.ts";
import type { Confirmation } from "./confirmation.ts";

/** What somebody wants a credential for. */
export type CredentialRequest =
  | SessionRequest
  | ContinuationRequest
  | IssueRequest
  | RenewalRequest
  | ExportRequest;

/** A new session: `exec`, `shell`, `env`, the window. */
export interface SessionRequest extends Confirmation {
  readonly kind: "session";
  /** The session's id, for the ledger. */
  readonly session: string;
  readonly wants: WantedCredential;
  /** Absent: the context's own default, else an hour. */
  readonly ttlSeconds?: number;
  /** Roles that Talos has no rule for, more than 12 hours and an end after the CA's are meant. */
  readonly isForced?: true;
  /** What its gateway is to let through though it outlives the session, as what it can do: a person is asked, whatever the context's rule. */
  readonly opens?: readonly string[];
  /** What an agent calls itself that the session is for; absent: a person's. */
  readonly agent?: string;
  /** Nobody is to be asked about what it changes. */
  readonly isUnasked?: true;
}

/** What sessions with several contexts are asked for alike. */
export type UnnamedSession = Omit<SessionRequest, "session">;

export type WantedCredential =
  /** Nobody named anything: the least, and never the stored key where that may do everything. */
  | { readonly kind: "default"; readonly by?: Signer }
  /** Exactly these roles: made, or refused. */
  | {
      readonly kind: "roles";
      readonly roles: readonly string[];
      readonly by?: Signer;
    }
  /** The context's own key, whatever it may do. */
  | { readonly kind: "stored" };

/** What a person brings along to sign with. */
export type Signer =
  /** Opens an authority of the vault that is sealed with a passphrase of its own. */
  | { readonly kind: "passphrase"; readonly passphrase: Secret }
  /** Signs this once instead of the vault's own, and is not kept. */
  | {
      readonly kind: "authority";
      readonly authority: Pick<StoredAuthority, "crt" | "key">;
    };

/** A session that runs gets more time, or another context. */
export interface ContinuationRequest {
  readonly kind: "extend" | "repoint" | "follow";
  readonly holds: Pick<
    Lease,
    "id" | "context" | "credential" | "roles" | "reason"
  >;
  /** From now. */
  readonly ttlSeconds: number;
  readonly by?: Signer;
  /** As in `Confirmation`. */
  readonly isAgreed?: true;
}

/** Where what is issued goes. */
export type Destination = "context" | "file" | "automation" | "handover";

/** A credential for a context, for somebody else, or for a pipeline: `issue`; for a colleague: `handover give`. */
export interface IssueRequest extends Confirmation {
  readonly kind: "issue";
  readonly to: Destination;
  /** Absent: those of the context; for a pipeline and a colleague the least. */
  readonly roles?: readonly string[] | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly by?: IssuingSigner | undefined;
}

/** A new credential in the place of the old one, with the same roles; it does not leave the vault: `renew`. */
export interface RenewalRequest {
  readonly kind: "renew";
  readonly ttlSeconds?: number | undefined;
  readonly by?: IssuingSigner | undefined;
}

export type IssuingSigner =
  | Signer
  /** A node, asked as this os:admin context of the same cluster. */
  | {
      readonly kind: "node";
      readonly asker: string;
      /** It was found and shown, not chosen: another one may ask where it gets nothing. */
      readonly isProposed?: boolean;
    };

/** A lasting copy of the context's own key in plain text: `export`. */
export interface ExportRequest extends Confirmation {
  readonly kind: "export";
}
