import type { Result } from "../result.ts";
import type { Settings } from "../settings/settings.ts";

/** Where choices that are not secret are kept. */
export interface SettingsStore {
  read(): Promise<Settings>;
  write(settings: Settings): Promise<Result<void>>;
  /** Keys of notices that were given already. */
  readShownNotices(): Promise<ReadonlySet<string>>;
  writeShownNotices(keys: ReadonlySet<string>): Promise<Result<void>>;
}
