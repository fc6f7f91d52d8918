import { vaultError, withActions } from "../../errors.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { CertificateRequest } from "../../ports/talos-api.ts";
import { failure, success, type Result } from "../../result.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { refuseIfCancelled } from "./refuse-if-cancelled.ts";
import { checkGenerated } from "./check-generated-certificate.ts";
import { clusterError } from "./cluster-errors.ts";
import type { NamedContext } from "../../vault/document.ts";
import type { IssuedContext } from "./issue-context.ts";
import type { IssuingPorts } from "./issuing-ports.ts";
import { recordIssued, recordUndelivered } from "./record-issued.ts";

export interface NodeOrder {
  /** A context with os:admin, whose credential asks. */
  readonly asker: NamedContext;
  /** Where the new credential will be used: its addresses are taken over. */
  readonly base: TalosContext;
  readonly request: CertificateRequest;
  readonly patienceMs: number;
  readonly facts: Pick<
    LedgerEntry,
    "context" | "purpose" | "recipient" | "reason"
  >;
}

/**
 * Has a node of the cluster make a credential, checks what it sent, and writes it into the ledger before anybody has it:
 * also when it is not what was asked for, with the word that nobody got it. Errors: `cluster-unreachable`,
 * `cluster-refused`, `cancelled` when it was cancelled, those of the ledger.
 */
export async function askNode(
  ports: IssuingPorts,
  { asker, base, request, patienceMs, facts }: NodeOrder,
): Promise<Result<IssuedContext>> {
  const { config } = asker.context;
  const { signal } = ports;
  const answer = await ports.talos.generate(config, request, {
    patienceMs,
    signal,
  });
  if (!answer.ok) {
    const { endpoint, probe, others } = answer;
    const now = ports.clock.now();
    const context = asker.name;
    const met = { context, endpoint, config, probe, now };
    return failure(refuseIfCancelled(ports) ?? clusterError(met, others));
  }
  const checked = checkGenerated(answer.value, request, base);
  if (!checked.ok) return checked;
  const { issued, problem } = checked.value;
  const recorded = await recordIssued(ports, issued, { ...facts, via: "node" });
  if (!recorded.ok) return recorded;
  const refusal =
    refuseIfCancelled(ports) ??
    (problem === null
      ? null
      : notAsAsked(asker.name, answer.value.endpoint, problem));
  if (refusal === null) return success(issued);
  await recordUndelivered(ports, facts.context, issued);
  return failure(refusal);
}

function notAsAsked(context: string, endpoint: string, problem: string) {
  return withActions(
    vaultError(
      "cluster-refused",
      `${endpoint} made a certificate that was not asked for: ${problem}. It was discarded; the ledger records it.`,
      "Use the cluster's own authority, or see where a rotation of its CA is.",
    ),
    ["keep-authority", "rotation"],
    context,
  );
}
