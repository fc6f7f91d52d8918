import type { VaultError } from "../errors.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { MovedPlace } from "./store-access.ts";

/** Of the vault, of an authority in it, or of the person's own key of SSH; `new…`: asked for twice. */
export type PassphrasePurpose =
  "open" | "new" | "authority" | "new-authority" | "identity";

/**
 * The person in front of the machine, asked outside any window of ours that could run a page: by the system's
 * own password dialog, or on the terminal that the browser host runs in. So no passphrase and no recovery key
 * ever enters a renderer (docs/decisions/0010).
 */
export interface UserPrompts {
  /**
   * `refusal`: what was given before was wrong; the person is told and asked again. Errors: `cancelled` when the dialog was
   * closed; `unsupported` when there is nothing to ask with; the refusal where nobody can be asked again.
   */
  askPassphrase(
    purpose: PassphrasePurpose,
    refusal?: VaultError | null,
  ): Promise<Result<Secret>>;
  askRecoveryKey(): Promise<Result<Secret>>;
  /** Shows a recovery key, with ways to save and print it, until the person says that it is kept. Errors: `declined`. */
  showRecoveryKey(recoveryKey: Secret): Promise<Result<void>>;
  /**
   * Whether the person's login to a store may be shown to this server, an origin: a page names it and nothing else did, or `moved` is
   * looked for there, which was on another one.
   */
  agreeToServer(server: string, moved: MovedPlace | null): Promise<boolean>;
  /**
   * Absolute path of a file to read; null when none was chosen. `typed` is what a page says: it counts only where there
   * are no dialogs, and there it is never standard input.
   */
  chooseFile(title: string, typed: string | undefined): Promise<string | null>;
  /** Absolute paths of files to read, as many as the person wants; empty when none was chosen, and where there are no dialogs. */
  chooseFiles(title: string): Promise<readonly string[]>;
  /**
   * A file to write; null when none was chosen. `typed` is what a page says: it counts only where there are no dialogs,
   * and there the person reads it outside of the page.
   */
  chooseTarget(
    title: string,
    suggestedName: string,
    typed: string | undefined,
  ): Promise<ChosenTarget | null>;
}

export interface ChosenTarget {
  /** Absolute. */
  readonly path: string;
  /** A dialog has asked whether a file that is there is to be replaced; a typed path has not. */
  readonly isReplacing: boolean;
}
