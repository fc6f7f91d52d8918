/** How a session's document is put where talosctl reads it. Every call replaces or removes at once. */
export interface Delivery {
  /** Puts another document in the place of the present one; readers see the old one or the new one. */
  replace(document: Uint8Array): void;
  /** Takes the document away for good. */
  remove(): void;
  /** Gives up what is held here, and leaves what stands in the folder: another process has put its own in place. */
  letGo(): void;
}

/** Name of what TALOSCONFIG points to, in the session's folder. */
export const configName = "config";

/** Read-only for its owner: `talosctl config context` fails instead of losing the edit (docs/decisions/0004). */
export const documentMode = 0o400;
