import { inParallel } from "../in-parallel.ts";
import type { TalosApi } from "../ports/talos-api.ts";
import type { VaultDocument } from "../vault/document.ts";
import type { FoundContext } from "./find-context.ts";
import { rotationState, type RotationState } from "./rotation-state.ts";

const patienceMs = 5000;
const atOnce = 64;

/** How far a rotation is: asks the endpoints of a context which CA their certificates are by. */
export async function lookAtRotation(
  { talos }: { readonly talos: TalosApi },
  document: VaultDocument,
  found: FoundContext,
): Promise<RotationState> {
  const { config } = found.context;
  const probes = await inParallel(config.endpoints, atOnce, (endpoint) =>
    talos.probe({ endpoint, config }, { patienceMs }),
  );
  const leaves = probes.flatMap(({ chain }) => chain.slice(0, 1));
  return rotationState(document, found, leaves);
}
