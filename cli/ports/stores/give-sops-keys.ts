import type { Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  keptSopsKeys,
  type GivingPorts,
} from "../../../shared/core/usecases/stores/give-sops-key.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../vault/open-document.ts";

/** How a command gives a key that the vault keeps. */
export function givingPorts(cli: Cli): GivingPorts {
  return {
    audit: cli.ports.ledger,
    agree: async (refusal) => {
      const { askForConsent } =
        await import("../../questions/ask-for-consent.ts");
      return askForConsent(cli, "sops-key", refusal, undefined);
    },
  };
}

let kept: ReturnType<typeof keptSopsKeys> | undefined;

/** Keys that the vault keeps; it is opened once, where one is wanted. */
export function keptKeysOf(
  cli: Cli,
): (recipients: readonly string[]) => Promise<Result<readonly Secret[]>> {
  return (kept ??= keptSopsKeys(givingPorts(cli), () => openDocument(cli)));
}
