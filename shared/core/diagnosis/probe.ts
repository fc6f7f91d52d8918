/** How far the path from this machine to a node's answer goes; each needs the one before it. */
export const stages = [
  /** What the context says can be dialled and presented. */
  "context",
  "proxy",
  /** Name resolution; the proxy's business where there is one. */
  "name",
  "connect",
  /** A TLS handshake, whoever answers. */
  "handshake",
  /** The server's certificate against the context's CA. */
  "server",
  /** The client's certificate, in the eyes of the server. */
  "client",
  /** An answer of the API. */
  "call",
] as const;
export type Stage = (typeof stages)[number];

/** Where a probe ended early. */
export interface Trouble {
  readonly stage: Stage;
  /** Of Node, of OpenSSL, or of gRPC (`permission_denied`). */
  readonly code: string;
  /** The system's own words. Never key material. */
  readonly text: string;
  /** TLS alert that the other side sent (RFC 8446 §6); null: none. */
  readonly alert: number | null;
}

/** What a probe from this machine to one endpoint met: facts alone; what they mean is `diagnose`'s. */
export interface Probe {
  /** Host and port; null when the endpoint is no address. */
  readonly dials: string | null;
  /** The proxy on the path, without user and password; null: none. */
  readonly proxy: string | null;
  /** The address that was connected to; null where a proxy resolved it, or none was reached. */
  readonly address: string | null;
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly protocol: string | null;
  /** The server's certificates as DER, the leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Null: the node answered. */
  readonly trouble: Trouble | null;
  /** Milliseconds that each part took, where it was reached. */
  readonly took: Partial<Readonly<Record<Stage, number>>>;
  readonly node: NodeFacts | null;
}

/** What a node says of itself. */
export interface NodeFacts {
  /** Of Talos, as `v1.13.0`. */
  readonly version: string;
  /** It has no machine configuration yet, and asks nobody for a certificate. */
  readonly isInMaintenance: boolean;
  readonly hostname: string | null;
  /** The node's clock less ours, in milliseconds; null where it did not say. */
  readonly clockAheadMs: number | null;
}

/** Nothing yet. */
export const nothingMet: Probe = {
  dials: null,
  proxy: null,
  address: null,
  protocol: null,
  chain: [],
  trouble: null,
  took: {},
  node: null,
};

/** A probe that was not begun, because of what the context, or somebody, says. */
export function notProbed(
  code: string,
  text: string,
): Probe & { readonly trouble: Trouble } {
  const trouble = { stage: "context", code, text, alert: null } as const;
  return { ...nothingMet, trouble };
}
