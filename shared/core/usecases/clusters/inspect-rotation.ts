import { limits } from "../../limits.ts";
import { mapConcurrently } from "../../map-concurrently.ts";
import type { TalosApi } from "../../ports/talos-api.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { rotationState, type RotationState } from "./rotation-state.ts";

const patienceMs = limits.nodeAnswerTime.most * 1000;
const atOnce = 64;

/** How far a rotation is: asks the endpoints of a context which CA their certificates are by. */
export async function inspectRotation(
  ports: { readonly talos: TalosApi },
  document: VaultDocument,
  found: NamedContext,
): Promise<RotationState> {
  return rotationState(document, found, await shownLeaves(ports, found));
}

/** The certificates that the endpoints of a context show, as DER. */
export async function shownLeaves(
  { talos }: { readonly talos: TalosApi },
  { context: { config } }: NamedContext,
): Promise<readonly Uint8Array[]> {
  const probes = await mapConcurrently(config.endpoints, atOnce, (endpoint) =>
    talos.probe({ endpoint, config }, { patienceMs }),
  );
  return probes.flatMap(({ chain }) => chain.slice(0, 1));
}
