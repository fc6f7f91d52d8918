import type { FoundFile } from "./found-file.ts";
import type { Lending } from "./lending-to-ask-about.ts";
import type { Action, Problem, Subject } from "./problem.ts";

/**
 * Everything that can go wrong, as a closed union of codes.
 *
 * An error is a value for a person (problem.ts). `cause` is a system's own short text (an errno, a D-Bus message) and is
 * shown on request only.
 */
export const errorCodes = [
  // The request itself.
  "usage",
  "needs-terminal",
  "declined",
  /** The person ended it: a question was closed, or what ran was cancelled. No news for whoever did it. */
  "cancelled",
  /** It needs a reason and a typed name first. */
  "unconfirmed",
  /** A person has to agree first, where no program answers. */
  "consent-needed",
  // The vault.
  "vault-missing",
  "vault-exists",
  "vault-damaged",
  "vault-foreign",
  "vault-rolled-back",
  "vault-too-new",
  "vault-busy",
  "vault-too-large",
  "vault-locked",
  // The slots that open it.
  "keychain-locked",
  "keychain-unavailable",
  "keychain-missing",
  "passphrase-wrong",
  "passphrase-missing",
  "passphrase-weak",
  "recovery-key-wrong",
  // What is in it.
  "context-missing",
  "context-conflict",
  "context-invalid",
  "talosconfig-invalid",
  "credential-unusable",
  "authority-sealed",
  // What others send.
  /** A request, an answer or a receipt that is not what it should be. */
  "handover-invalid",
  // The cluster.
  "cluster-unreachable",
  "cluster-refused",
  // Secret stores of others.
  /** Nobody is logged in there, or may not do that. */
  "store-login",
  "store-missing",
  /** Somebody else changed or deleted what is there. */
  "store-diverged",
  "store-failed",
  // Sessions.
  "session-missing",
  "session-nested",
  "session-failed",
  "command-missing",
  // The machine.
  "file-missing",
  "file-exists",
  "file-unsafe",
  /** Its own check says that it was changed by somebody who has no key of it. */
  "file-altered",
  "file-failed",
  "disk-full",
  "unsupported",
  // A bug of ours.
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface VaultError extends Problem<ErrorCode> {
  /** The system's own words, when there are any. Never file content. */
  readonly cause?: string;
  /** What a file is instead of what was asked for. */
  readonly found?: FoundFile;
  /** What a person has to agree to, of `consent-needed`. */
  readonly lending?: Lending;
  /** Of a write of a credential: whether what was written may be there all the same; absent: nobody said. */
  readonly arrival?: "none" | "possible";
}

/** Builds an error; leaves `cause` out when it is empty. `message` has no trailing hint. */
export function vaultError(
  code: ErrorCode,
  message: string,
  next: string,
  cause?: string,
): VaultError {
  const error = {
    code,
    severity: "error",
    message,
    next,
    actions: [],
  } as const;
  return cause === undefined || cause === "" ? error : { ...error, cause };
}

/** What may leave this process, or be kept: a cause may quote a system at length. */
export function withoutCause({
  cause: _cause,
  found: _found,
  lending: _lending,
  arrival: _arrival,
  ...problem
}: VaultError): Problem<ErrorCode> {
  return problem;
}

/** Of a write that failed: the credential may be where it was wanted all the same, so nobody says that it reached nobody. */
export function mayHaveArrived({ arrival }: VaultError): boolean {
  return arrival === "possible";
}

/** Of a write to a store of others: surely nothing of it went there. */
export function notArrived(error: VaultError): VaultError {
  return { ...error, arrival: "none" };
}

/** The error with more that can be done about it. */
export function withActions(
  error: VaultError,
  actions: readonly Action[],
  context?: string,
): VaultError {
  const about: Subject = {
    ...error.about,
    ...(context === undefined ? {} : { context }),
  };
  return {
    ...error,
    ...(Object.keys(about).length > 0 ? { about } : {}),
    actions: [...new Set([...error.actions, ...actions])],
  };
}

/** For the default branch of a switch over a closed union: a missing case becomes a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${String(value)}`);
}
