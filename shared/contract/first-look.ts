import type { Settings } from "../core/settings/settings.ts";
import type { AppState } from "./vault.ts";

/**
 * What the desktop app expects its host to answer, before it has one: a page draws its first frame from it, and the host's own
 * answer replaces it. There is none where that cannot be told from which files there are.
 */
export interface FirstLook {
  readonly state: AppState;
  readonly theme: Settings["theme"];
}

/** The name of the page's `meta` element that has it: JSON in base64, of UTF-8. */
export const firstLookName = "talos-vault-first-look";
