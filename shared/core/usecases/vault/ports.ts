import type { Clock } from "../../ports/clock.ts";
import type { Keychain } from "../../ports/keychain.ts";
import type { PassphrasePrompt } from "../../ports/passphrase-prompt.ts";
import type { AuditedLedger } from "../../ports/audit.ts";
import type { Random } from "../../ports/random.ts";
import type { VaultFolder } from "../../ports/vault-folder.ts";
import type { VaultOnlooker } from "../../ports/vault-onlooker.ts";
import type { OpenedFileCache } from "./opening/opened-file-cache.ts";

/** What opening and changing a vault needs from outside. */
export interface VaultPorts {
  readonly folder: VaultFolder;
  /**
   * Where this machine has its vault when no folder is named, if `folder` is another one and both have one keychain; absent: there
   * is no such place.
   */
  readonly usualFolder?: Pick<VaultFolder, "read">;
  readonly keychain: Keychain;
  readonly passphrase: PassphrasePrompt;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of what a change takes out of the vault, brings or makes otherwise. */
  readonly ledger: AuditedLedger;
  readonly onlooker: VaultOnlooker;
  /** The person gave a passphrase on purpose: try it before the keychain. */
  readonly preferPassphrase: boolean;
  /** From so many contexts on small changes are written beside the vault; absent: `contextsForEdits`. */
  readonly editsFrom?: number;
  /** Absent: every reading decrypts. */
  readonly lastOpened?: OpenedFileCache;
}
