import type { VerdictCode } from "../../../shared/core/diagnosis/verdict.ts";

export type Help = "renew" | "rotation";

const help: Partial<Readonly<Record<VerdictCode, readonly Help[]>>> = {
  "other-ca": ["rotation"],
  "ca-expired": ["rotation"],
  "client-other-ca": ["rotation", "renew"],
  "client-expired": ["renew"],
  "client-refused": ["renew"],
  "wrong-key-usage": ["renew"],
};

/** What this window can do about a verdict. */
export function helpFor(code: VerdictCode): readonly Help[] {
  return help[code] ?? [];
}
