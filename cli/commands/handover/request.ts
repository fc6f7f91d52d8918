import { countOf } from "../../../shared/core/counted-noun.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { requestAccess } from "../../../shared/core/usecases/handover/own-requests.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { requestDays } from "../../../shared/core/vault/requests.ts";
import type { Cli } from "../../cli.ts";

export async function request(
  { ports, terminal }: Cli,
  name: string,
): Promise<Result<void>> {
  const change = changeVault(await ports.vault());
  const { clock } = ports;
  const made = await requestAccess({ clock, change }, name, (text) =>
    terminal.handOut(new TextEncoder().encode(text)),
  );
  if (!made.ok) return made;
  terminal.say(`Words of the key: ${made.value.request.words}`);
  terminal.say(
    `Send the request to whoever gives access, and compare the words with them on the phone. Its key stays in the vault, for ${countOf(requestDays, "day")}.`,
  );
  return success(undefined);
}
