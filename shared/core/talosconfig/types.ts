import type { Secret } from "../secret.ts";

/**
 * A talosconfig as Talos holds it (pkg/machinery/client/config/config.go:22-79). An absent field and an
 * empty one are the same to Talos, so optional fields are left out rather than empty.
 */
export interface Talosconfig {
  /** Name of the current context; empty when there is none. */
  readonly context: string;
  readonly contexts: ReadonlyMap<string, TalosContext>;
}

/** One context: where a cluster is and the credential for it. */
export interface TalosContext {
  /** Deprecated; Talos appends it to `endpoints` when it reads a file. Kept only for writing. */
  readonly target?: string;
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  /** Base64 of PEM, as in the file; may hold several certificates. */
  readonly ca?: string;
  /** Base64 of PEM, as in the file. */
  readonly crt?: string;
  /** Base64 of PEM, as in the file. */
  readonly key?: Secret;
  readonly auth?: TalosAuth;
  /** Cluster name that Omni routes by. */
  readonly cluster?: string;
  readonly proxyUrl?: string;
}

export interface TalosAuth {
  readonly basic?: { readonly username: string; readonly password: Secret };
  readonly siderov1?: { readonly identity: string };
}
