import type { Secret } from "../../../core/secret.ts";

export interface SecretQuestion {
  readonly text: string;
  /** Asked for twice, and compared. */
  readonly isNew: boolean;
  /** What was given before was wrong: a sentence that says so. */
  readonly refusal?: string;
}

/** What an answer can be; `absent`: the program is not here. */
export type PromptOutcome =
  | { readonly kind: "given"; readonly secret: Secret }
  | { readonly kind: "closed" }
  | { readonly kind: "differ" }
  | { readonly kind: "absent" };
