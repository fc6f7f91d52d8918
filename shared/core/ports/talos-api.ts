import type { Probe, Stage, Trouble } from "../diagnosis/probe.ts";
import type { Secret } from "../secret.ts";
import type { TalosContext } from "../talosconfig/types.ts";

/** How whoever asks reaches nodes. */
export interface Network {
  /** Variables that decide it: the proxy, or that nobody may be asked. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which network the process is in, where one machine has several (Linux: namespaces(7)); null: there is one. */
  readonly namespace: string | null;
}

/** One endpoint of a context, and what it takes to log in there. */
export interface ApiTarget {
  readonly endpoint: string;
  readonly config: TalosContext;
  /** A node that the endpoint forwards to, bare; absent: the endpoint itself answers. */
  readonly node?: string;
}

export interface ProbeOptions {
  /** The whole probe takes no longer. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Told when a stage begins. */
  readonly onStage?: (stage: Stage) => void;
  /** Also asks for the host name and the clock; that may take a node's time server. */
  readonly wantsDetails?: boolean;
}

/** What a client certificate is asked to be. */
export interface CertificateRequest {
  readonly roles: readonly string[];
  readonly ttlSeconds: number;
}

/** What a node made; all PEM. Nothing of it has been checked. */
export interface GeneratedPair {
  readonly ca: string;
  readonly crt: string;
  readonly key: Secret;
  /** The endpoint that answered, as the context spells it. */
  readonly endpoint: string;
}

export interface TriedEndpoint {
  readonly endpoint: string;
  readonly probe: Probe;
}

export type ApiAnswer<T> =
  | { readonly ok: true; readonly value: T }
  /** Why nobody answered: the probe to the endpoint that came farthest. */
  | {
      readonly ok: false;
      readonly endpoint: string;
      readonly probe: Probe & { readonly trouble: Trouble };
      /** The other endpoints that were tried, in the context's order. */
      readonly others?: readonly TriedEndpoint[];
    };

/**
 * The Talos API. The private key of a context is used for no server before that server's certificate was found to be
 * signed by the context's CA for the name that was dialled.
 */
export interface TalosApi {
  /** Goes to one endpoint and says how far it came. Never rejects. */
  probe(target: ApiTarget, options: ProbeOptions): Promise<Probe>;
  /**
   * Has a control plane node make a client certificate (`GenerateClientConfiguration`). The endpoints are tried
   * together until one can be talked to; that one alone is asked, and the next only when it could not answer.
   */
  generate(
    config: TalosContext,
    request: CertificateRequest,
    options: ProbeOptions,
  ): Promise<ApiAnswer<GeneratedPair>>;
  /** Lets go of connections that are kept for the next call. */
  close(): void;
}
