import { diagnose } from "../../diagnosis/diagnose.ts";
import { notProbed, stages, type Probe } from "../../diagnosis/probe.ts";
import { limits } from "../../limits.ts";
import { mapConcurrently } from "../../map-concurrently.ts";
import type { Clock } from "../../ports/clock.ts";
import type { TalosApi } from "../../ports/talos-api.ts";
import { failure, success, type Result } from "../../result.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { clusterError } from "./cluster-errors.ts";

const atOnce = 64;
/** For each endpoint. */
const patienceMs = limits.nodeCredentialTime.most * 1000;

export interface ProofPorts {
  readonly talos: TalosApi;
  readonly clock: Clock;
  /** Ends the trial. */
  readonly signal?: AbortSignal;
}

/**
 * Tries a credential on every endpoint of its context at once; one that accepts it is enough. Gives that endpoint.
 * Errors: `cluster-unreachable`, `cluster-refused`, with the verdict on each endpoint, first that on the one that was come nearest to.
 */
export async function proveCredential(
  { talos, clock, signal }: ProofPorts,
  context: string,
  config: TalosContext,
): Promise<Result<string>> {
  const endpoints = config.endpoints.length > 0 ? config.endpoints : [""];
  const probes = await mapConcurrently(endpoints, atOnce, async (endpoint) => ({
    endpoint,
    probe: await talos.probe({ endpoint, config }, { patienceMs, signal }),
  }));
  const now = clock.now();
  const cases = probes.map((probe) => ({ context, config, now, ...probe }));
  const good = cases.find((one) => diagnose(one).isFine);
  if (good) return success(good.endpoint);
  const [nearest, ...others] = cases.toSorted(
    (a, b) => stageOf(b.probe) - stageOf(a.probe),
  );
  const none = { endpoint: "", probe: notProbed("no-endpoints", "") };
  return failure(
    clusterError(nearest ?? { context, config, now, ...none }, others),
  );
}

function stageOf({ trouble }: Probe): number {
  return trouble ? stages.indexOf(trouble.stage) : stages.length;
}
