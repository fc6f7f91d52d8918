// talosctl's own generator of secrets and machine configs, run apart.
// Keep: The bundle goes through a pipe, never through arguments, environment or a file.
import { once } from "node:events";
import { closeSync, rmSync } from "node:fs";
import { success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { isWritten, openOutputFile } from "../files/output-file.ts";
import { spawnWithoutDescriptors } from "../system/programs/spawn-without-descriptors.ts";

export type GenerateOutcome =
  | { readonly kind: "done" }
  /** `code`: 0 where it said that it had written what it had not; `left`: files that could not be taken away again. */
  | {
      readonly kind: "failed";
      readonly code: number;
      readonly left: readonly string[];
    };

// Node's own pipes are sockets, which cannot be opened by a path; a shell's are pipes.
const throughPipe = 'cat | "$0" "$@" --with-secrets /dev/stdin';

export interface Generating {
  readonly talosctl: string;
  /** Of `talosctl gen config`, but for the secrets. */
  readonly args: readonly string[];
  /** Paths of the files that it writes, which are not there yet. */
  readonly files: readonly string[];
}

/**
 * Lets talosctl write machine configs from a bundle that is never a file: it goes through a pipe. What talosctl says
 * goes to stderr. The files are made here, for nobody else to read and where nothing is, so that talosctl writes over no
 * others; where it fails they are taken away again: half a config is none, and has keys all the same. Errors: `file-exists`;
 * those of the disk.
 */
export async function generateConfig(
  { talosctl, args, files }: Generating,
  secrets: Secret,
): Promise<Result<GenerateOutcome>> {
  const made: string[] = [];
  for (const path of files) {
    const opened = openOutputFile(path);
    if (!opened.ok) {
      takeAway(made);
      return opened;
    }
    closeSync(opened.value);
    made.push(path);
  }
  const child = spawnWithoutDescriptors(
    "/bin/sh",
    ["-c", throughPipe, talosctl, "gen", "config", ...args, "--force"],
    { stdio: ["pipe", 2, 2] },
  );
  child.stdin.on("error", () => undefined);
  child.stdin.end(secrets.reveal());
  const [code] = (await once(child, "close")) as [number | null];
  const isDone = code === 0 && made.every(isWritten);
  if (isDone) return success({ kind: "done" });
  return success({ kind: "failed", code: code ?? 1, left: takeAway(made) });
}

/** Gives those that are still there. */
function takeAway(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => {
    try {
      rmSync(path, { force: true });
      return false;
    } catch {
      return true;
    }
  });
}
