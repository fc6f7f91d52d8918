import type { Problem } from "../problem.ts";
import type { Stage } from "./probe.ts";

/** What is the matter with the path to an endpoint; stable, for scripts. */
export const verdictCodes = [
  "fine",
  /** The certificate is accepted; its roles may not ask what we ask. */
  "fine-limited",
  /** Reached; talosctl logs in through the browser (Omni). */
  "fine-elsewhere",
  // What the context says.
  "no-endpoints",
  "endpoint-broken",
  "credential-broken",
  // The path.
  "offline",
  "proxy-broken",
  "proxy-down",
  "proxy-login",
  "proxy-refused",
  "name-unknown",
  "refused",
  "filtered",
  "unreachable",
  // Who answers.
  "not-tls",
  "silent",
  "closed",
  "tls-incompatible",
  "maintenance",
  "kubernetes-port",
  "etcd-port",
  "other-ca",
  "ca-expired",
  "no-ca",
  "clock-behind",
  "clock-ahead",
  "name-missing",
  "server-unfit",
  "not-talos",
  // What it thinks of us.
  "no-client-certificate",
  "client-expired",
  "client-not-yet-valid",
  "clocks-differ",
  "client-other-ca",
  "wrong-key-usage",
  "client-refused",
  // What it answers.
  "role-refused",
  "worker-endpoint",
  "control-plane-only",
  "node-with-port",
  "node-unreachable",
  "connection-lost",
  "login-elsewhere",
  "no-answer",
  "unknown",
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

/** One judgement of one endpoint: what is so, and what to do, which is nothing where it is fine. */
export interface Verdict extends Problem<VerdictCode> {
  /** The context can be used through this endpoint. */
  readonly isFine: boolean;
  /** The stage that was not got through; null: all were. */
  readonly brokenAt: Stage | null;
  /** What was seen, a fact a line. */
  readonly evidence: readonly string[];
}
