import type { Problem, Severity } from "./problem.ts";

/** What there is to know about something that was done all the same. */
export const warningCodes = [
  // The vault.
  "written-elsewhere",
  "write-unconfirmed",
  "no-keychain-to-compare",
  "not-in-keychain",
  "slots-unsettled",
  "passphrase-left-out",
  "edits-left-aside",
  "edits-not-removed",
  "ledger-not-told",
  "ledger-not-restored",
  "audit-contradicted",
  "audit-unseen",
  // What runs, of a context whose guard is another one.
  "session-guarded",
  "session-not-guarded",
  // A context that was changed.
  "copy-less-guarded",
  "no-address",
  // The credential of a session.
  "stored-key-given",
  "login-elsewhere",
  "no-credential",
  "clocks-differ",
  // What was put into a store.
  "admin-key-pushed",
  "production-pushed",
  "written-without-comparing",
  "recipients-passed-over",
  // A file that was imported.
  "deprecated-target",
  "not-imported",
  "earlier-credential",
] as const;
export type WarningCode = (typeof warningCodes)[number];

export type Warning = Problem<WarningCode>;

/** A warning without a next step, unless `todo` has one. */
export function warning(
  code: WarningCode,
  message: string,
  todo: Partial<Pick<Warning, "next" | "actions" | "about">> = {},
  severity: Severity = "warning",
): Warning {
  return { code, severity, message, next: "", actions: [], ...todo };
}
