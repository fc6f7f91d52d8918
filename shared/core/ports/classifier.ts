import type { ClassifiedFile } from "../imports/classify.ts";
import type { Result } from "../result.ts";

/** Says what a file is without holding up whoever asks: `classifyFile`, for bytes that nobody has judged yet. */
export interface Classifier {
  /**
   * `bytes` stay the caller's. Errors: `talosconfig-invalid` for what took more time or memory than a file of this kind can
   * need, and for whatever else ended the reading early; nothing of its content is quoted.
   */
  classify(bytes: Uint8Array): Promise<Result<ClassifiedFile>>;
}
