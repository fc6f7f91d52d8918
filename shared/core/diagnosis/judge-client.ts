import { credentialFindings } from "../certificates/credential-findings.ts";
import type { FindingCode } from "../certificates/finding.ts";
import type { ReadCertificate } from "../certificates/read-credential.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { Trouble } from "./probe.ts";
import type { VerdictCode } from "./verdict.ts";

/** TLS alerts that a server sends about a client's certificate (RFC 8446 §6.2). */
const alerts = {
  badCertificate: 42,
  certificateExpired: 45,
  unknownCa: 48,
} as const;

/** What is plainly wrong with a certificate, in the order in which Talos warnings it. */
const local: readonly (readonly [finding: FindingCode, code: VerdictCode])[] = [
  ["expired", "client-expired"],
  ["not-yet-valid", "client-not-yet-valid"],
  ["wrong-key-usage", "wrong-key-usage"],
  ["other-ca", "client-other-ca"],
];

/**
 * Why a server refused the client's certificate. What can be seen here counts first: nodes before Go 1.20 say
 * `bad certificate` for everything, and today's say `expired` also for what is not yet valid.
 */
export function judgeClient(
  client: ReadCertificate | null,
  { alert, code }: Trouble,
  config: TalosContext,
  now: Date,
): VerdictCode {
  if (client === null) return "no-client-certificate";
  const found = new Set(
    credentialFindings(config, now).map(({ code: one }) => one),
  );
  if (alert === alerts.unknownCa) return "client-other-ca";
  const seen = local.find(([finding]) => found.has(finding))?.[1];
  if (alert === alerts.certificateExpired) {
    const isTime = seen === "client-expired" || seen === "client-not-yet-valid";
    return isTime ? seen : "clocks-differ";
  }
  if (seen) return seen;
  if (alert !== null) return "client-refused";
  return code === "timeout" ? "no-answer" : "client-refused";
}
