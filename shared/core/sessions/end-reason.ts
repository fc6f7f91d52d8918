import { vaultError, type VaultError } from "../errors.ts";

/**
 * Why a session ended while its command or shell may still run: its time is up; somebody ended it; the vault was locked
 * with it; what held it has ended, or nobody waits for it any more.
 */
export type EndReason = "expired" | "asked" | "locked" | "left";

/** The second half of a sentence that begins with the session. */
export const endReasonTexts: Readonly<Record<EndReason, string>> = {
  expired: "its time is up",
  asked: "it was ended",
  locked: "the vault was locked",
  left: "the agent of unlock that held it has ended",
};

/** Nothing can be done to it any more. */
export function sessionOver(): VaultError {
  return vaultError(
    "session-missing",
    "That session is over.",
    "Start another one.",
  );
}
