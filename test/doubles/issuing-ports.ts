import type { LedgerLine } from "../../shared/core/ledger/entry.ts";
import type { TalosApi } from "../../shared/core/ports/talos-api.ts";
import { success } from "../../shared/core/result.ts";
import type { IssuingPorts } from "../../shared/core/usecases/issuing/issuing-ports.ts";
import { offlineTalosApi } from "./offline-talos-api.ts";

/**
 * What issuing needs, at one moment: bytes that differ from call to call, and a ledger that is empty when it is read.
 * @param ledger is given every line
 */
export function issuingPortsAt(
  now: Date,
  ledger: LedgerLine[] = [],
  talos: TalosApi = offlineTalosApi,
): IssuingPorts {
  let serial = 1;
  return {
    clock: { now: () => now, monotonicMs: () => 0 },
    random: {
      bytes: (length) => Uint8Array.from({ length }, () => serial++ % 256),
    },
    ledger: {
      append: async (...lines) => {
        ledger.push(...lines);
        return success(undefined);
      },
      read: async () =>
        success({
          entries: [],
          renamings: [],
          accepted: [],
          asked: [],
          unreadable: 0,
        }),
    },
    talos,
  };
}
