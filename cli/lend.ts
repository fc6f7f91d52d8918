import type {
  CredentialWish,
  LentContext,
  VaultReader,
} from "../shared/core/ports/vault-reader.ts";
import type { Result } from "../shared/core/result.ts";
import type { Cli } from "./cli.ts";

/**
 * A credential for a session. What the vault wants to know first is asked on the terminal, once each: the passphrase
 * of a sealed authority; a reason and the context's name before root on production. Without a terminal it is refused,
 * and the error names the options.
 */
export async function lend(
  cli: Cli,
  reader: VaultReader,
  name: string | undefined,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const lent = await reader.lend(name, wish);
  if (lent.ok || !cli.terminal.isInteractive) return lent;
  const { askPassphrase, askReason } = await import("./ask-for-session.ts");
  if (lent.error.code === "authority-sealed" && !wish.passphrase) {
    const passphrase = await askPassphrase(cli);
    if (!passphrase.ok) return passphrase;
    return lend(cli, reader, name, { ...wish, passphrase: passphrase.value });
  }
  if (lent.error.code === "unconfirmed" && wish.confirmation === undefined) {
    const said = await askReason(cli, lent.error.message, wish.reason);
    if (!said.ok) return said;
    return lend(cli, reader, name, { ...wish, ...said.value });
  }
  return lent;
}
