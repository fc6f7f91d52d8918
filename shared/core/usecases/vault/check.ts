import type { Action } from "../../problem.ts";

/** One thing that the doctor looked at. */
export interface Check {
  readonly subject:
    "vault" | "keychain" | "recovery" | "backups" | "sessions" | "plaintext";
  readonly verdict: "good" | "warning" | "bad";
  readonly message: string;
  /** What to do; empty when there is nothing to do. */
  readonly next: string;
  /** What Talos Vault can do about it, where `next` names no command. */
  readonly actions: readonly Action[];
}

export function check(
  subject: Check["subject"],
  verdict: Check["verdict"],
  message: string,
  next = "",
  actions: readonly Action[] = [],
): Check {
  return { subject, verdict, message, next, actions };
}
