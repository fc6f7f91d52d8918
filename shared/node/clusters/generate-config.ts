// talosctl's own generator of secrets and machine configs, run apart.
// Keep: The bundle goes through a pipe, never through arguments, environment or a file.
import { once } from "node:events";
import type { Secret } from "../../core/secret.ts";
import { spawnWithoutDescriptors } from "../system/spawn-without-descriptors.ts";

export type GenerateOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly code: number };

// Node's own pipes are sockets, which cannot be opened by a path; a shell's are pipes.
const throughPipe = 'cat | "$0" "$@" --with-secrets /dev/stdin';

/**
 * Lets talosctl write machine configs from a bundle that is never a file: it goes through a pipe. What talosctl says
 * goes to stderr; the files are private (talosctl itself writes them for everybody to read).
 */
export async function generateConfig(
  talosctl: string,
  args: readonly string[],
  secrets: Secret,
): Promise<GenerateOutcome> {
  const umask = process.umask(0o077);
  const child = spawnWithoutDescriptors(
    "/bin/sh",
    ["-c", throughPipe, talosctl, "gen", "config", ...args],
    { stdio: ["pipe", 2, 2] },
  );
  process.umask(umask);
  child.stdin.on("error", () => undefined);
  child.stdin.end(secrets.reveal());
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? { kind: "done" } : { kind: "failed", code: code ?? 1 };
}
