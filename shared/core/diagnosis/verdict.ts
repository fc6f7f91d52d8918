import type { Remedy } from "../remedy.ts";
import type { Stage } from "./probe.ts";

/** What is the matter with the path to an endpoint; stable, for scripts. */
export type VerdictCode =
  | "fine"
  /** The certificate is accepted; its roles may not ask what we ask. */
  | "fine-limited"
  /** Reached; talosctl logs in through the browser (Omni). */
  | "fine-elsewhere"
  // What the context says.
  | "no-endpoints"
  | "endpoint-broken"
  | "credential-broken"
  // The path.
  | "offline"
  | "proxy-broken"
  | "proxy-down"
  | "proxy-login"
  | "proxy-refused"
  | "name-unknown"
  | "refused"
  | "filtered"
  | "unreachable"
  // Who answers.
  | "not-tls"
  | "silent"
  | "closed"
  | "tls-incompatible"
  | "maintenance"
  | "kubernetes-port"
  | "etcd-port"
  | "other-ca"
  | "ca-expired"
  | "no-ca"
  | "clock-behind"
  | "clock-ahead"
  | "name-missing"
  | "server-unfit"
  | "not-talos"
  // What it thinks of us.
  | "no-client-certificate"
  | "client-expired"
  | "client-not-yet-valid"
  | "clocks-differ"
  | "client-other-ca"
  | "wrong-key-usage"
  | "client-refused"
  // What it answers.
  | "role-refused"
  | "worker-endpoint"
  | "control-plane-only"
  | "node-with-port"
  | "node-unreachable"
  | "connection-lost"
  | "login-elsewhere"
  | "no-answer"
  | "unknown";

/** One judgement of one endpoint. */
export interface Verdict {
  readonly code: VerdictCode;
  /** The context can be used through this endpoint. */
  readonly isFine: boolean;
  /** The stage that was not got through; null: all were. */
  readonly brokenAt: Stage | null;
  /** One sentence that says what is so. */
  readonly summary: string;
  /** What was seen, a fact a line. */
  readonly evidence: readonly string[];
  /** What to do; empty when nothing has to be done. */
  readonly next: string;
  /** What Talos Vault can do about it, best first. */
  readonly remedies: readonly Remedy[];
}
