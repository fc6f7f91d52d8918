import type { FoundFile } from "./other-file.ts";
import type { Cure, Remedy } from "./remedy.ts";

/**
 * Everything that can go wrong, as a closed union of codes.
 *
 * An error is a value for a person: a sentence that says what happened, and the next step. It never
 * holds key material, a passphrase or file content; `cause` is a system's own short text (an errno, a
 * D-Bus message) and is shown on request only.
 */
export type ErrorCode =
  // The request itself.
  | "usage"
  | "needs-terminal"
  | "declined"
  /** The person ended it: a question was closed, or what ran was cancelled. No news for whoever did it. */
  | "cancelled"
  /** It needs a reason and a typed name first. */
  | "unconfirmed"
  // The vault.
  | "vault-missing"
  | "vault-exists"
  | "vault-damaged"
  | "vault-foreign"
  | "vault-rolled-back"
  | "vault-too-new"
  | "vault-busy"
  | "vault-too-large"
  | "vault-locked"
  // The slots that open it.
  | "keychain-locked"
  | "keychain-unavailable"
  | "keychain-missing"
  | "passphrase-wrong"
  | "passphrase-missing"
  | "passphrase-weak"
  | "recovery-key-wrong"
  // What is in it.
  | "context-missing"
  | "context-conflict"
  | "context-invalid"
  | "talosconfig-invalid"
  | "credential-unusable"
  | "authority-sealed"
  // The cluster.
  | "cluster-unreachable"
  | "cluster-refused"
  // Sessions.
  | "session-missing"
  | "session-nested"
  | "session-failed"
  | "command-missing"
  // The machine.
  | "file-missing"
  | "file-exists"
  | "file-unsafe"
  | "file-failed"
  | "disk-full"
  | "unsupported"
  // A bug of ours.
  | "internal";

export interface VaultError {
  readonly code: ErrorCode;
  /** One sentence that says what happened, without a trailing hint. */
  readonly message: string;
  /** What to do now, as a sentence or a command. */
  readonly next: string;
  /** The system's own words, when there are any. Never file content. */
  readonly cause?: string;
  /** What Talos Vault can do about it, where `next` names no command. */
  readonly cure?: Cure;
  /** What a file is instead of what was asked for. */
  readonly found?: FoundFile;
}

/** Builds an error; leaves `cause` out when it is empty. */
export function vaultError(
  code: ErrorCode,
  message: string,
  next: string,
  cause?: string,
): VaultError {
  return cause === undefined || cause === ""
    ? { code, message, next }
    : { code, message, next, cause };
}

/** The error with more that can be done about it. */
export function withRemedies(
  error: VaultError,
  remedies: readonly Remedy[],
  context?: string,
): VaultError {
  const known = error.cure?.remedies ?? [];
  const about = context ?? error.cure?.context;
  return {
    ...error,
    cure: {
      ...(about === undefined ? {} : { context: about }),
      remedies: [...new Set([...known, ...remedies])],
    },
  };
}

/** For the default branch of a switch over a closed union: a missing case becomes a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${String(value)}`);
}
