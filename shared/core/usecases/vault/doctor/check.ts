import type { ErrorCode } from "../../../errors.ts";
import type { WarningCode } from "../../../warning.ts";
import type { Problem, Severity } from "../../../problem.ts";

/** What the doctor of a machine can say; that all is well as well. */
export type CheckCode =
  /** Why the vault or the keychain cannot be had. */
  | ErrorCode
  /** What is told whenever it opens. */
  | WarningCode
  // The vault's file.
  | "vault-opens"
  | "vault-gone"
  | "vault-unopened"
  | "vault-cut-short"
  | "vault-not-newest"
  | "conflict-copies"
  // What opens it.
  | "keychain-opens"
  | "keychain-works"
  | "keychain-unused"
  | "recovery-slot-missing"
  | "recovery-slot-other"
  | "recovery-key-tried"
  | "recovery-key-tried-before"
  | "recovery-key-untried"
  | "passphrase-slot-missing"
  | "passphrase-slot-other"
  // Earlier generations.
  | "generations-kept"
  | "generations-hold-more"
  | "generations-later"
  | "generations-damaged"
  | "generations-gone"
  | "generations-foreign"
  | "edits-unread"
  // The audit log.
  | "audit-whole"
  | "audit-old"
  | "audit-broken"
  // The machine.
  | "sessions-counted"
  | "sessions-of-others"
  | "plaintext-authority"
  | "plaintext-tokens"
  | "plaintext-keys";

/** One thing that the doctor looked at: well, of severity `info`, or not. */
export interface Check extends Problem<CheckCode> {
  readonly subject:
    | "vault"
    | "keychain"
    | "recovery"
    | "backups"
    | "audit"
    | "sessions"
    | "plaintext";
}

/** A check without a next step, unless `todo` has one. */
export function check(
  subject: Check["subject"],
  severity: Severity,
  code: CheckCode,
  message: string,
  todo: Partial<Pick<Problem, "next" | "actions" | "about">> = {},
): Check {
  return { subject, code, severity, message, next: "", actions: [], ...todo };
}

/** An error, as what is said of a subject. */
export function failedCheck(
  subject: Check["subject"],
  { code, message, next, actions }: Problem<ErrorCode>,
  severity: Severity = "error",
): Check {
  return { subject, code, severity, message, next, actions };
}
