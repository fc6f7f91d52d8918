import { resolve } from "node:path";
import type { Files } from "../../../shared/core/ports/files.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { notePlaintext } from "../../../shared/core/usecases/imports/note-plaintext.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import type { Cli } from "../../cli.ts";

/** As a name of a file: the stream, as for what is read. */
const stream = "-";

export function isStream(path: string): boolean {
  return path === stream;
}

/** Where what was named goes, for people and for the ledger. */
export function targetName(path: string): string {
  return isStream(path) ? "stdout" : path;
}

/**
 * Private files, and stdout for `-`: whoever writes that means it, on a terminal too. A file with keys in clear is noted
 * for the doctor.
 */
export function privateTarget(
  { terminal, ports }: Pick<Cli, "terminal" | "ports">,
  content: "plaintext" | "sealed",
): Pick<Files, "judgeTarget" | "writePrivate"> {
  return {
    judgeTarget: async (path, replace) =>
      isStream(path)
        ? success(undefined)
        : diskFiles.judgeTarget(path, replace),
    writePrivate: async (path, bytes, replace) => {
      if (isStream(path)) return terminal.handOut(bytes);
      const written = await diskFiles.writePrivate(path, bytes, replace);
      if (written.ok && content === "plaintext")
        await tellDoctor({ terminal, ports }, [path], "made");
      return written;
    },
  };
}

/** Notes files with keys in clear. What was done stands where that fails. */
export async function tellDoctor(
  { terminal, ports }: Pick<Cli, "terminal" | "ports">,
  paths: readonly string[],
  origin: "imported" | "made",
): Promise<void> {
  const absolute = paths.map((path) => resolve(path));
  const noted = await notePlaintext(vaultNotes(ports.home), absolute, origin);
  if (!noted.ok)
    terminal.say(`The doctor will not know of it: ${noted.error.message}`);
}

/** For the verbs that have --force: what it is for. */
export function offerForce<T>(result: Result<T>): Result<T> {
  if (result.ok || result.error.code !== "file-exists") return result;
  const next = "Choose another name, or add --force.";
  return failure({ ...result.error, next });
}
