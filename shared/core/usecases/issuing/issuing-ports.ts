import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Random } from "../../ports/random.ts";
import type { TalosApi } from "../../ports/talos-api.ts";

/** What making a credential needs from outside. */
export interface IssuingPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly talos: TalosApi;
  /** Ends when whoever asked does not want it any more. */
  readonly signal?: AbortSignal;
}
