import type {
  CredentialWish,
  LentContext,
} from "../core/ports/vault-reader.ts";
import type { Result } from "../core/result.ts";
import { lendContext } from "../core/usecases/lend-context.ts";
import type { LendPorts } from "../core/usecases/lend-ports.ts";
import { readOpen, type HostContext } from "./host-context.ts";

/** What lending needs, of this host; the signal of the call calls it off. */
export function lendPorts({ ports, signal }: HostContext): LendPorts {
  const { clock, random } = ports.vault;
  const { ledger, talos } = ports;
  return { clock, random, ledger, talos, ...(signal ? { signal } : {}) };
}

/** A credential for a session of the window. The passphrase of a sealed authority is asked for outside of it. */
export async function lend(
  context: HostContext,
  name: string,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const ports = lendPorts(context);
  const lent = await lendContext(ports, document.value, name, wish);
  if (lent.ok || lent.error.code !== "authority-sealed") return lent;
  const passphrase = await context.ports.person.askPassphrase("authority");
  if (!passphrase.ok) return passphrase;
  const opened = { ...wish, passphrase: passphrase.value };
  return lendContext(ports, document.value, name, opened);
}
