import { app } from "electron";
import type { FirstLook } from "../../shared/contract/first-look.ts";
import { expectedState } from "../../shared/host/vault/expected-state.ts";
import { filesAtFirst } from "../../shared/node/vault/files-at-first.ts";

/** What the page may draw before the host is there; null where only the host can tell. */
export function firstLook(home: string): FirstLook | null {
  const files = filesAtFirst(home);
  const { platform } = process;
  return (
    files &&
    expectedState(files, { path: home, platform, version: app.getVersion() })
  );
}
