import type { Warning } from "../../../warning.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import type { OpenVault } from "../open.ts";

/** What the vault is to be after a write. */
export interface Commit {
  /** The vault that is in place, opened under the lock; null: there is none that could be opened. */
  readonly present: OpenVault | null;
  /** Contexts, marks and the recovery key's recipient. Its generation is the least that it may get. */
  readonly document: VaultDocument;
  /** Seals it; another one than the present one replaces the vault's identity. */
  readonly identity: Secret;
  /** A passphrase that opens it from now on, null for none; absent: its slot stays as it is. */
  readonly passphrase?: Secret | null;
  /** Absent: the keychain follows where it has an item of ours. */
  readonly keychain?: "enrol" | "never";
  /** Where it is at hand: what is written into the audit log from now on is sealed with a key that comes from it. */
  readonly recoveryKey?: Secret;
  /** Writes that it was made from, besides the present one. */
  readonly lineage?: readonly string[];
}

export interface Committed {
  readonly document: VaultDocument;
  readonly isInKeychain: boolean;
  /** The onlooker was told of them. */
  readonly warnings: readonly Warning[];
}
