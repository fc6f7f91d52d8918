import { once } from "node:events";
import type {
  HolderMessage,
  HoldMessage,
} from "../../core/agent/holder-messages.ts";
import { protocol } from "../../core/agent/protocol.ts";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { readLease, type Lease } from "../../core/sessions/lease.ts";
import { spawnOwnProgram } from "../system/programs/spawn-own-program.ts";
import type { GivenSession } from "./holder-input.ts";

export type HolderAnswer =
  | { readonly ok: true; readonly lease: Lease }
  | { readonly ok: false; readonly error: VaultError };

/** Starts a process of its own that holds a session until the process it belongs to ends. `program`: the words that start it. */
export function startBackgroundHolder(
  program: readonly string[],
  message: Omit<HoldMessage, "document" | "protocol" | "kind">,
  document: Secret,
): Promise<Result<Lease>> {
  return startHolder(program, {
    protocol,
    kind: "hold",
    ...message,
    document: document.reveal(),
  });
}

/** Starts one that takes over a session which this process holds. */
export function startTakingOver(
  program: readonly string[],
  home: string,
  { lease, leftMs, document }: GivenSession,
): Promise<Result<Lease>> {
  return startHolder(program, {
    protocol,
    kind: "take-over",
    home,
    lease,
    leftMs,
    document: new TextDecoder().decode(document),
  });
}

async function startHolder(
  program: readonly string[],
  message: HolderMessage,
): Promise<Result<Lease>> {
  const child = spawnOwnProgram(program, [
    "--max-old-space-size=32",
    "--max-semi-space-size=1",
  ]);
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(message));
  const answer = await readAnswer(child.stdout);
  child.stdout.destroy();
  child.unref();
  if (answer === null)
    return failure(
      vaultError(
        "session-failed",
        "The background holder of the session did not start.",
        "Try talos-vault shell, which needs none; talos-vault doctor checks the folders.",
      ),
    );
  return answer.ok ? success(answer.lease) : failure(answer.error);
}

async function readAnswer(
  stream: NodeJS.ReadableStream,
): Promise<HolderAnswer | null> {
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  await Promise.race([once(stream, "end"), lineOf(stream, () => text)]);
  try {
    const answer = JSON.parse(text) as {
      ok: boolean;
      lease?: unknown;
      error?: VaultError;
    };
    const lease = answer.ok ? readLease(JSON.stringify(answer.lease)) : null;
    if (lease) return { ok: true, lease };
    return answer.error ? { ok: false, error: answer.error } : null;
  } catch {
    return null;
  }
}

function lineOf(
  stream: NodeJS.ReadableStream,
  read: () => string,
): Promise<void> {
  return new Promise((resolve) => {
    stream.on("data", () => {
      if (read().includes("\n")) resolve();
    });
  });
}
