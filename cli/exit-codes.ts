import { assertNever, type ErrorCode } from "../shared/core/errors.ts";

/** What the shell is told. `exec` and `shell` return the command's own code instead. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  notFound: 4,
  conflict: 5,
  notExecutable: 126,
  commandNotFound: 127,
} as const;

// A table of constants: longer than a function may be, and simpler than any other form.
// oxlint-disable-next-line complexity
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "usage":
    case "needs-terminal":
      return exitCodes.usage;
    case "vault-locked":
    case "keychain-locked":
    case "keychain-unavailable":
    case "keychain-missing":
    case "passphrase-missing":
    case "authority-sealed":
    case "store-login":
      return exitCodes.locked;
    case "vault-missing":
    case "context-missing":
    case "session-missing":
    case "file-missing":
    case "store-missing":
      return exitCodes.notFound;
    case "command-missing":
      return exitCodes.commandNotFound;
    case "vault-exists":
    case "context-conflict":
    case "file-exists":
    case "store-diverged":
      return exitCodes.conflict;
    case "declined":
    case "cancelled":
    case "unconfirmed":
    case "consent-needed":
    case "vault-damaged":
    case "vault-foreign":
    case "vault-rolled-back":
    case "vault-too-new":
    case "vault-busy":
    case "vault-too-large":
    case "passphrase-wrong":
    case "passphrase-weak":
    case "recovery-key-wrong":
    case "context-invalid":
    case "talosconfig-invalid":
    case "credential-unusable":
    case "handover-invalid":
    case "cluster-unreachable":
    case "cluster-refused":
    case "store-failed":
    case "session-nested":
    case "session-failed":
    case "file-unsafe":
    case "file-altered":
    case "file-failed":
    case "disk-full":
    case "unsupported":
    case "internal":
      return exitCodes.failed;
    default:
      return assertNever(code);
  }
}
