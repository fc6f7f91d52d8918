import type { ClassifiedFile } from "../imports/classify-file.ts";
import type { Result } from "../result.ts";

/** Says what a file is without holding up whoever asks: `classifyFile`, for bytes that nobody has judged yet. */
export interface Classifier {
  /**
   * `bytes` stay the caller's. Errors: `talosconfig-invalid` for what took more time or memory than a file of this kind can
   * need, for whatever else ended the reading early, and when too many files are being read; `cancelled` as soon as
   * `signal` says so: by then no copy is left. Nothing of its content is quoted.
   */
  classify(
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Result<ClassifiedFile>>;
}
