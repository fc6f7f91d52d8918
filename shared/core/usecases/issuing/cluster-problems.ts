import { diagnose, type Case } from "../../diagnosis/diagnose.ts";
import { vaultError, withRemedies, type VaultError } from "../../errors.ts";
import type { Remedy } from "../../remedy.ts";

/** Why nobody in the cluster did it, as an error for a person; the evidence is its cause. */
export function clusterError(given: Case): VaultError {
  const { summary, next, remedies, evidence, brokenAt } = diagnose(given);
  const isNamed = summary.includes(given.endpoint);
  const isRefusal = brokenAt === "client" || brokenAt === "call";
  const error = vaultError(
    isRefusal ? "cluster-refused" : "cluster-unreachable",
    isNamed ? summary : `${given.endpoint}: ${summary}`,
    next === "" ? "Check its endpoints: each gets a reason of its own." : next,
    evidence.at(-1),
  );
  const cure = {
    context: given.context,
    remedies: next === "" ? (["ping"] as const) : remedies,
  };
  return { ...error, cure };
}

/** No node could be asked, or none gave what was asked for: the error with what helps without a node. */
export function withOtherWays(
  error: VaultError,
  without: string,
  others: readonly Remedy[],
): VaultError {
  const isOfNetwork =
    error.code === "cluster-unreachable" || error.code === "cluster-refused";
  if (!isOfNetwork) return error;
  const next = `${error.next} ${without}`;
  return withRemedies({ ...error, next }, others, error.cure?.context);
}
