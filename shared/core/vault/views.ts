import type { CredentialKind } from "../certificates/credential-kind.ts";
import type { ContextFinding } from "../certificates/finding.ts";
import type {
  ConsentRule,
  ContextColor,
  ContextGuard,
  SessionDefaults,
} from "./document.ts";

/** One context as a list shows it, without anything secret. The keys are the JSON of `list --json`. */
export interface ContextView {
  readonly name: string;
  /** Names of other contexts of the vault that may be taken for it, the first few. */
  readonly looksLike: readonly string[];
  readonly current: boolean;
  readonly kind: CredentialKind;
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  readonly cluster: string | null;
  readonly roles: readonly string[];
  /** RFC 3339, UTC. Null where there is no certificate. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  /** SHA-256 of the certificate's DER in lower-case hexadecimal. */
  readonly fingerprint: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly production: boolean;
  readonly favorite: boolean;
  readonly color: ContextColor | null;
  /** SHA-256 of the `ca` field as the talosconfig spells it, in hexadecimal: the same for contexts of one cluster. */
  readonly authority: string | null;
  /** Can the vault make credentials for it: with an authority's key, or one that has a passphrase of its own. */
  readonly issuer: "open" | "sealed" | null;
  /** What its sessions get when nothing else is asked for. */
  readonly session: SessionDefaults;
  /** Whether a person is asked before a credential of it is lent, whoever decides that: the context, the vault or the mark. */
  readonly consent: ConsentRule;
  /** The same as it was set for the context itself; null: it was not. */
  readonly ownConsent: ConsentRule | null;
}

/** One context in full, without anything secret: the JSON of `show --json`. */
export interface ContextDetails extends ContextView {
  readonly proxyUrl: string | null;
  readonly note: string | null;
  /** What calls of its sessions through a gateway may do, as far as it was set. */
  readonly guard: ContextGuard;
  /** RFC 3339, UTC. */
  readonly importedAt: string;
  /** Paths of keys that Talos does not know; the vault keeps them. */
  readonly unknownKeys: readonly string[];
  readonly findings: readonly ContextFinding[];
}
