import type { Result } from "../result.ts";

/** The person's files that others write as well: those of a repository. */
export interface SharedFiles {
  /**
   * Puts new content in a file's place, atomically, through links and with the permissions that it has, where it still has the content
   * that was read; what comes between that last look and the change is a moment. Errors: `store-diverged` where it has another, or is
   * gone; `file-failed`; `disk-full`.
   */
  replaceKnown(
    path: string,
    known: Uint8Array,
    bytes: Uint8Array,
  ): Promise<Result<void>>;
}
