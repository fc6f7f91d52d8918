import type { Finding } from "../certificates/finding.ts";
import type { Remedy } from "../remedy.ts";

/** Something that is wrong or could be better, across the vault. The keys are the JSON of `findings --json`. */
export interface Advice {
  readonly severity: Finding["severity"];
  /** Kebab-case, stable. */
  readonly code: string;
  readonly message: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** What Talos Vault can do about each of the contexts, best first. */
  readonly remedies: readonly Remedy[];
  readonly contexts: readonly string[];
}
