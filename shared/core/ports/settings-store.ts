import type { VaultError } from "../errors.ts";
import type { Result } from "../result.ts";
import type { SettingChanges, Settings } from "../settings/settings.ts";

/** Where choices that are not secret are kept. */
export interface SettingsStore {
  read(): Promise<Settings>;
  /** Why the defaults count although settings were written once; null: what was written counts. */
  problem(): Promise<VaultError | null>;
  /** All that is set afterwards. Errors: those of `changeSettings`, and of the disk; then nothing is changed. */
  change(changes: SettingChanges): Promise<Result<Settings>>;
  /** Keys of notices that were given already. */
  readShownNotices(): Promise<ReadonlySet<string>>;
  writeShownNotices(keys: ReadonlySet<string>): Promise<Result<void>>;
}
