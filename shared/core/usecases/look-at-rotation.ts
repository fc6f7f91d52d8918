import type { TalosApi } from "../ports/talos-api.ts";
import type { VaultDocument } from "../vault/document.ts";
import type { FoundContext } from "./find-context.ts";
import { rotationState, type RotationState } from "./rotation-state.ts";

const patienceMs = 5000;

/** How far a rotation is: asks the endpoints of a context which CA their certificates are by. */
export async function lookAtRotation(
  { talos }: { readonly talos: TalosApi },
  document: VaultDocument,
  found: FoundContext,
): Promise<RotationState> {
  const { config } = found.context;
  const probes = await Promise.all(
    config.endpoints.map((endpoint) =>
      talos.probe({ endpoint, config }, { patienceMs }),
    ),
  );
  const [leaf = null] = probes.flatMap(({ chain }) => chain.slice(0, 1));
  return rotationState(document, found, leaf);
}
