import type { AppState } from "../../../shared/contract/vault.ts";

/** Where a passphrase or the recovery key is asked for: never in the page. */
export function outsideOf({ host }: Pick<AppState, "host">): string {
  return host === "browser"
    ? "in the terminal that this window was started from"
    : "in a window of your system, outside this one";
}
