import { resolve } from "node:path";
import type {
  PassphrasePurpose,
  UserPrompts,
} from "../../shared/core/ports/user-prompts.ts";
import type { VaultError } from "../../shared/core/errors.ts";
import { success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { serialQueue } from "../../shared/node/system/serial-queue.ts";
import { askSecret, askToConfirm } from "../questions/ask.ts";
import {
  askNewPassphrase,
  askOldPassphrase,
  withRecoveryKey,
} from "../questions/passphrases.ts";
import { showRecoveryKey } from "../questions/show-recovery-key.ts";
import type { Terminal } from "../terminal.ts";

/** The person at the terminal that the browser host runs in: secrets are typed and shown there. */
export function terminalPrompts(
  terminal: Terminal,
  passphraseFd: number | undefined,
): UserPrompts {
  // One at a time: a call that waits for a person must not occupy every thread, and two must not ask at once.
  const queued = serialQueue();
  return {
    askPassphrase: (purpose, refusal = null) =>
      queued(() => askPassphrase(terminal, passphraseFd, purpose, refusal)),
    askRecoveryKey: () =>
      queued(() =>
        withRecoveryKey(terminal, undefined, async (key) => success(key)),
      ),
    showRecoveryKey: (recoveryKey) =>
      queued(async () => {
        const shown = await showRecoveryKey(terminal, recoveryKey);
        terminal.say("Go on in the browser.");
        return shown;
      }),
    agreeToServer: (server, moved) =>
      queued(async () => {
        const agreed = await askToConfirm(
          terminal,
          moved
            ? `${moved.address} was on ${moved.server}, and the window looks for it on ${server}, which is shown your login. Has it moved there?`
            : `The window wants to show your login to Vault at ${server}. Do you know that server?`,
          moved
            ? "Name the server that it was on where talos-vault ui is started."
            : "Set VAULT_ADDR to it where talos-vault ui is started.",
        );
        return agreed.ok && agreed.value;
      }),
    chooseFile: async (title, path) => {
      if (path === undefined) return null;
      terminal.say(`The window reads ${title}: ${path}`);
      // Also `-` is the name of a file: this program's input is not the page's to read.
      return resolve(path);
    },
    // There is no dialog: a page types paths.
    chooseFiles: async () => [],
    chooseTarget: async (title, _, path) => {
      if (path === undefined) return null;
      terminal.say(`The window writes ${title}: ${path}`);
      return { path, isReplacing: false };
    },
  };
}

function askPassphrase(
  terminal: Terminal,
  fd: number | undefined,
  purpose: PassphrasePurpose,
  refusal: VaultError | null,
): Promise<Result<Secret>> {
  const instead = "Run talos-vault ui in a terminal.";
  switch (purpose) {
    case "open":
      return askOldPassphrase(terminal, fd, refusal);
    case "new":
      return askNewPassphrase(terminal, fd, "--passphrase-fd");
    case "authority":
    case "identity":
      if (refusal) terminal.say(refusal.message);
      return askSecret(
        terminal,
        purpose === "authority"
          ? "Passphrase of the authority:"
          : "Passphrase of your private key:",
        instead,
      );
    case "new-authority":
      return askNewPassphrase(terminal, undefined, "--passphrase-fd");
  }
}
