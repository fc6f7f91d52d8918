import type {
  StoreAccess,
  StoreWays,
} from "../../../shared/core/ports/store-access.ts";
import { storeAccess } from "../../../shared/node/stores/store-access.ts";
import { askSecret } from "../../questions/ask.ts";
import type { Cli } from "../../cli.ts";

/** The stores that a command reaches: names of files begin where it is run. */
export function storesOf({ ports }: Cli): StoreAccess {
  return storeAccess(process.env, process.cwd(), ports.clock);
}

let ways: StoreWays | undefined;

/** What the person has for stores of others, found once a command and not once a place. */
export function ownWays(cli: Cli): StoreWays {
  const { terminal } = cli;
  return (ways ??= storesOf(cli).ways({
    passphraseOf: (path) =>
      askSecret(terminal, `Passphrase of ${path}:`, "Ask on a terminal."),
    keptKeys: async (recipients) => {
      const { keptKeysOf } = await import("./give-sops-keys.ts");
      return keptKeysOf(cli)(recipients);
    },
    say: (line) => {
      terminal.say(line);
    },
  }));
}
