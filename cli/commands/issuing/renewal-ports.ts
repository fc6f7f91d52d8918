import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { RenewalPorts } from "../../../shared/core/usecases/renewal/renew-context.ts";
import type { Cli } from "../../cli.ts";

/** What making new credentials and putting them in place needs of this machine. */
export async function renewalPorts({ ports }: Cli): Promise<RenewalPorts> {
  const { clock, random, ledger, talos } = ports;
  const change = changeVault(await ports.vault());
  return { clock, random, ledger, talos, change };
}
