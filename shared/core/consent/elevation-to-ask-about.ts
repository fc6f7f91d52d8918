import type { VaultError } from "../errors.ts";
import type { ConsentVerdict } from "./question.ts";

/** What a running session is to have for a while. */
export interface ElevationToAskAbout {
  /** A role, a command or a method, as it was typed. */
  readonly words: string;
  /** True where calls will pass that would be held or refused; false where the request is for a role alone. */
  readonly isOfCalls: boolean;
  /** Instead of the session's; null: those are enough. */
  readonly roles: readonly string[] | null;
  /** What of it outlives the session, as what it can do. */
  readonly opens: readonly string[];
  /** As long as was asked for. */
  readonly seconds: number;
  /** So many seconds of the session are left, where that is less; null: it lasts longer. */
  readonly left: number | null;
  /** In the words of whoever asks. */
  readonly reason: string;
}

/** What a person said, and the error for whoever asked; null: they agreed, and it is written down. */
export interface ElevationAnswer {
  readonly verdict: ConsentVerdict;
  readonly refusal: VaultError | null;
}
