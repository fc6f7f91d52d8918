import type { Settings } from "../settings/settings.ts";

/** What is known of a vault before a file of it is read: which files there are, and what a person chose. */
export interface FilesAtFirst {
  readonly isThere: boolean;
  readonly hasPassphrase: boolean;
  readonly hasRecovery: boolean;
  readonly settings: Settings;
}
