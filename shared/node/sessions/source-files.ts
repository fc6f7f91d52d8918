import { vaultError } from "../../core/errors.ts";
import type { SourceFiles } from "../../core/ports/source-files.ts";
import { failure } from "../../core/result.ts";
import { diskSources } from "../files/disk-files.ts";
import { isSessionFile } from "./session-folder.ts";

/** Files on this machine's disk, but for those that a session has: what is in them is lent. */
export const ownSources: SourceFiles = {
  ...diskSources,
  readSource: async (path, most) =>
    isSessionFile(path)
      ? failure(ofSession(path))
      : diskSources.readSource(path, most),
};

function ofSession(path: string) {
  return vaultError(
    "declined",
    `${path} is the talosconfig of a session: its credential is lent, and gone when the session ends.`,
    "Leave the session first, or name the file that you mean.",
  );
}
