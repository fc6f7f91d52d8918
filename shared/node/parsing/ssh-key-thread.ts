import type { SshKeyOpener } from "../../core/ports/ssh-key-opener.ts";
import type { Secret } from "../../core/secret.ts";
import type { SshKeyFile } from "../../core/vault/sealed/age/ssh/ssh-private-key.ts";
import { askThread } from "./ask-thread.ts";

/**
 * Opens each key in a new thread that ends with it: bcrypt is JavaScript's, and takes seconds. Where no thread starts, or one dies, it is
 * opened here. `program`: as for `startThread`. The passphrase goes from thread to thread in memory.
 */
export function sshKeyThread(program: string | URL): SshKeyOpener {
  return {
    open: async (file, passphrase, signal) => {
      const request = { file, passphrase: passphrase.reveal() };
      const end = await askThread<SshKeyFile>(program, request, { signal });
      if (end.kind === "said") return end.said;
      return openHere(file, end.kind === "cancelled" ? null : passphrase);
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
