import { limits } from "../../../shared/core/limits.ts";
import { threeTries } from "../../../shared/core/ask-three-times.ts";
import {
  readIdentity,
  type Identity,
} from "../../../shared/core/usecases/handover/read-identity.ts";
import type { Cli } from "../../cli.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";
import { askSecret } from "../../questions/ask.ts";
import { readSecret } from "../../questions/passphrases.ts";

/**
 * The keys in a file. A passphrase is read from the descriptor, or asked for on the terminal. Errors: those of reading and of
 * `readIdentity`; `needs-terminal`.
 */
export async function identityOf(
  cli: Cli,
  path: string,
  fd: number | undefined,
): Promise<Identity> {
  const { terminal } = cli;
  const bytes = await waitingFiles(cli).read(path, limits.der.most);
  if (!bytes.ok) return bytes;
  return readIdentity(path, bytes.value, async (open) => {
    if (fd !== undefined) {
      const passphrase = await readSecret(terminal, fd, "--identity-passphrase-fd"); // prettier-ignore
      return passphrase.ok ? open(passphrase.value) : passphrase;
    }
    return threeTries((refusal) => {
      if (refusal) terminal.say(refusal.message);
      return askSecret(
        terminal,
        `Passphrase of ${path}:`,
        "Name a descriptor: --identity-passphrase-fd N.",
      );
    }, open);
  });
}
