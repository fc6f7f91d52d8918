import { healthOf } from "../../diagnosis/endpoint-health.ts";
import type {
  EndpointHealth,
  HealthByContext,
} from "../../diagnosis/stored-health.ts";
import { mapConcurrently } from "../../map-concurrently.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ApiTarget, TalosApi } from "../../ports/talos-api.ts";
import type { PingWatch, PingRequest } from "../../ports/vault-reader.ts";
import { judgeEndpoint } from "../../talosconfig/endpoints.ts";
import { dialAddress } from "../../talosconfig/dial-address.ts";
import type { TalosContext } from "../../talosconfig/types.ts";

export interface PingPorts {
  readonly talos: TalosApi;
  readonly clock: Clock;
}

/** A context that is asked, with its own credential. */
export interface PingedContext {
  readonly name: string;
  readonly config: TalosContext;
}

export type PingOptions = Omit<PingRequest, "patterns"> & PingWatch;

/** Connections at once: so many that two hundred endpoints end together, and no more than a laptop has descriptors for. */
const atOnce = 256;

interface Question extends ApiTarget {
  readonly context: string;
}

/** Asks every endpoint of these contexts, side by side. Whether that is remembered is the shell's to say. */
export async function pingContexts(
  ports: PingPorts,
  contexts: readonly PingedContext[],
  options: PingOptions,
): Promise<HealthByContext> {
  const found = new Map<string, EndpointHealth[]>(
    contexts.map(({ name }) => [name, []]),
  );
  const ask = async (question: Question): Promise<void> => {
    const health = await askOne(ports, question, options);
    found.get(question.context)?.push(health);
    options.onHealth?.(question.context, health);
  };
  await mapConcurrently(contexts.flatMap(endpointsOf), atOnce, ask);
  if (options.wantsNodes) {
    const nodes = contexts.flatMap((one) =>
      nodesOf(one, found.get(one.name) ?? []),
    );
    await mapConcurrently(nodes, atOnce, ask);
  }
  return new Map(
    contexts.map((one) => [one.name, inOrder(one, found.get(one.name) ?? [])]),
  );
}

async function askOne(
  { talos, clock }: PingPorts,
  { context, ...target }: Question,
  { patienceMs, signal, onStage }: PingOptions,
): Promise<EndpointHealth> {
  const { endpoint, node = null } = target;
  const probe = await talos.probe(target, {
    patienceMs,
    wantsDetails: true,
    ...(signal ? { signal } : {}),
    ...(onStage
      ? { onStage: (stage) => onStage(context, endpoint, node, stage) }
      : {}),
  });
  return healthOf(context, target, probe, clock.now());
}

/** A context without endpoints is asked at nowhere, which says so. */
function endpointsOf({ name, config }: PingedContext): readonly Question[] {
  const endpoints = config.endpoints.length > 0 ? config.endpoints : [""];
  return [...new Set(endpoints)].map((endpoint) => ({
    context: name,
    endpoint,
    config,
  }));
}

/** Nodes that are not endpoints, through the first endpoint that answers. */
function nodesOf(
  { name, config }: PingedContext,
  endpoints: readonly EndpointHealth[],
): readonly Question[] {
  const through = endpoints.find(({ verdict }) => verdict.isFine);
  if (!through) return [];
  const { endpoint } = through;
  const hosts = new Set(config.endpoints.flatMap(hostOf));
  return [...new Set(config.nodes)]
    .filter((node) => !hosts.has(node))
    .map((node) => ({ context: name, endpoint, config, node }));
}

function hostOf(endpoint: string): readonly string[] {
  const judged = judgeEndpoint(endpoint);
  return judged.kind === "ok" ? [dialAddress(judged.dials).host] : [];
}

/** Endpoints as the context lists them, then nodes. */
function inOrder(
  { config: { endpoints, nodes } }: PingedContext,
  health: readonly EndpointHealth[],
): readonly EndpointHealth[] {
  const place = ({ endpoint, node }: EndpointHealth) =>
    node === null
      ? endpoints.indexOf(endpoint)
      : endpoints.length + nodes.indexOf(node);
  return health.toSorted((a, b) => place(a) - place(b));
}
