import type { SshKeyOpener } from "../../core/ports/ssh-key-opener.ts";
import type { Secret } from "../../core/secret.ts";
import type { SshKeyFile } from "../../core/vault/sealed/age/ssh/ssh-private-key.ts";
import type { UnlockRequest } from "./parser-program.ts";
import { startThread } from "./start-thread.ts";

/**
 * Opens each key in a new thread that ends with it: bcrypt is JavaScript's, and takes seconds. Where no thread starts, or one dies, it is
 * opened here. `program`: as for `startThread`. The passphrase goes from thread to thread in memory.
 */
export function sshKeyThread(program: string | URL): SshKeyOpener {
  return {
    open: async (file, passphrase, signal) => {
      if (signal?.aborted) return openHere(file, null);
      const request = { file, passphrase: passphrase.reveal() };
      const opened = await openThere(program, request, signal);
      if (opened !== null) return opened;
      return signal?.aborted
        ? openHere(file, null)
        : openHere(file, passphrase);
    },
  };
}

/** Without a passphrase only what is known of a key without one. */
async function openHere(
  file: Uint8Array,
  passphrase: Secret | null,
): Promise<SshKeyFile> {
  const { readSshPrivateKey } =
    await import("../../core/vault/sealed/age/ssh/ssh-private-key.ts");
  return readSshPrivateKey(file, passphrase);
}

/** Null: the thread ended without an answer. */
function openThere(
  program: string | URL,
  request: UnlockRequest,
  signal: AbortSignal | undefined,
): Promise<SshKeyFile | null> {
  const thread = startThread(program);
  // Who closes the program does not wait for a key.
  thread.unref();
  return new Promise((resolve) => {
    const end = (answer: SshKeyFile | null) => {
      signal?.removeEventListener("abort", cancel);
      // Its memory is gone before the answer is there.
      void thread.terminate().then(() => resolve(answer));
    };
    const cancel = () => end(null);
    signal?.addEventListener("abort", cancel, { once: true });
    thread.once("message", end);
    thread.once("error", () => end(null));
    thread.once("exit", () => end(null));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    thread.postMessage(request);
  });
}
