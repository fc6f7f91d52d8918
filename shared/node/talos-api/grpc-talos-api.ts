import {
  notProbed,
  stages,
  type NodeFacts,
  type Probe,
} from "../../core/diagnosis/probe.ts";
import type {
  ApiAnswer,
  ApiTarget,
  CertificateRequest,
  GeneratedPair,
  ProbeOptions,
  TalosApi,
  TriedEndpoint,
} from "../../core/ports/talos-api.ts";
import { Secret } from "../../core/secret.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import type { CallOptions, Connection } from "./connection.ts";
import { firstConnection, type Failed } from "./path/first-connection.ts";
import { KeptConnections } from "./kept-connections.ts";
import { timeLimit } from "./time-limit.ts";
import { NetworkPath } from "./path/network-path.ts";

/** Host name and clock are nice to know; nobody waits long for them. */
const detailsMs = 1500;

/** This part of the timeLimit goes to a connection that was kept. */
const keptShare = 4;

export interface GrpcOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How long a connection is kept for the next call; 0: not at all. */
  readonly keepMs: number;
}

/** The Talos API over gRPC. */
export class GrpcTalosApi implements TalosApi {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #kept: KeptConnections;

  constructor({ environment, keepMs }: GrpcOptions) {
    this.#environment = environment;
    this.#kept = new KeptConnections(keepMs);
  }

  async probe(target: ApiTarget, options: ProbeOptions): Promise<Probe> {
    const { signal, end } = timeLimit(options.patienceMs, options.signal);
    try {
      const again = await this.#probeKept(target, options, signal);
      if (again) return again;
      const path = this.#path(target, options, signal);
      const result = await path.connect();
      if (!result.ok) return path.probe(result.trouble);
      const probe = await ask(result.value, path, target, options, signal);
      if (probe.trouble) result.value.close();
      else this.#kept.keep(target, result.value, probe);
      return probe;
    } finally {
      end();
    }
  }

  async generate(
    config: TalosContext,
    { roles, ttlSeconds }: CertificateRequest,
    options: ProbeOptions,
  ): Promise<ApiAnswer<GeneratedPair>> {
    const { signal, end } = timeLimit(options.patienceMs, options.signal);
    const failed = new Map<string, Failed>();
    let left = config.endpoints;
    try {
      while (left.length > 0) {
        const environment = this.#environment;
        const first = await firstConnection(left, config, {
          signal,
          environment,
        });
        for (const [endpoint, probe] of first.failed)
          failed.set(endpoint, probe);
        if (!first.ok) break;
        const { endpoint, connection, path } = first;
        const made = await connection.generate(roles, ttlSeconds, { signal });
        connection.close();
        if (made.ok) {
          const { ca, crt, key } = made.value;
          const pair = { ca, crt, key: new Secret(key), endpoint };
          return { ok: true, value: pair };
        }
        path.breakAt(made.trouble.stage);
        const { trouble } = made;
        failed.set(endpoint, { ...path.probe(trouble), trouble });
        left = left.filter((one) => !failed.has(one));
      }
      return farthest(failed);
    } finally {
      end();
    }
  }

  close(): void {
    this.#kept.closeAll();
  }

  #path(
    { endpoint, config }: ApiTarget,
    { onStage }: ProbeOptions,
    signal: AbortSignal,
  ): NetworkPath {
    return new NetworkPath(endpoint, config, {
      signal,
      environment: this.#environment,
      ...(onStage ? { onStage } : {}),
    });
  }

  /** Null when there is no connection left, or it does not carry any more: then the whole path is tried. */
  async #probeKept(
    target: ApiTarget,
    options: ProbeOptions,
    signal: AbortSignal,
  ): Promise<Probe | null> {
    const kept = this.#kept.take(target);
    if (!kept) return null;
    const path = this.#path(target, options, signal);
    // A connection that hangs, as after a sleep, must leave time for the whole path.
    const short = timeLimit(options.patienceMs / keptShare, signal);
    const probe = await ask(
      kept.connection,
      path,
      target,
      options,
      short.signal,
    ).finally(short.end);
    if (probe.trouble) {
      kept.connection.close();
      return null;
    }
    this.#kept.keep(target, kept.connection, kept.met);
    return { ...probe, ...kept.met };
  }
}

async function ask(
  connection: Connection,
  path: NetworkPath,
  { node }: ApiTarget,
  { wantsDetails }: ProbeOptions,
  signal: AbortSignal,
): Promise<Probe> {
  const options: CallOptions = { signal, ...(node ? { node } : {}) };
  path.enter("call");
  const details = wantsDetails ? askDetails(connection, options) : noDetails;
  const version = await connection.version(options);
  if (!version.ok) {
    path.breakAt(version.trouble.stage);
    return path.probe(version.trouble);
  }
  const probe = path.probe(null);
  return { ...probe, node: { ...version.value, ...(await details) } };
}

const noDetails = { hostname: null, clockAheadMs: null };

/** At the same time as the version; what does not come is not there. */
async function askDetails(
  connection: Connection,
  options: CallOptions,
): Promise<Pick<NodeFacts, "hostname" | "clockAheadMs">> {
  const { signal, end } = timeLimit(detailsMs, options.signal);
  const asked = Date.now();
  try {
    const [hostname, time] = await Promise.all([
      connection.hostname({ ...options, signal }),
      connection.time({ ...options, signal }),
    ]);
    const middle = (asked + Date.now()) / 2;
    return {
      hostname: hostname.ok ? hostname.value : null,
      clockAheadMs: time.ok ? Math.round(time.value - middle) : null,
    };
  } finally {
    end();
  }
}

function farthest(failed: ReadonlyMap<string, Failed>): {
  readonly ok: false;
  readonly endpoint: string;
  readonly probe: Failed;
  readonly others: readonly TriedEndpoint[];
} {
  const [first] = [...failed].toSorted(
    ([, a], [, b]) =>
      stages.indexOf(b.trouble.stage) - stages.indexOf(a.trouble.stage),
  );
  const [endpoint, probe] = first ?? ["", noEndpoint];
  const others = [...failed]
    .filter(([one]) => one !== endpoint)
    .map(([one, met]) => ({ endpoint: one, probe: met }));
  return { ok: false, endpoint, probe, others };
}

const noEndpoint = notProbed("no-endpoints", "The context has no endpoints.");
