import { diagnose, type Case } from "../diagnosis/diagnose.ts";
import { vaultError, type VaultError } from "../errors.ts";

/** Why nobody in the cluster did it, as an error for a person; the evidence is its cause. */
export function clusterError(given: Case): VaultError {
  const { summary, next, remedies, evidence, brokenAt } = diagnose(given);
  const isNamed = summary.includes(given.endpoint);
  const isRefusal = brokenAt === "client" || brokenAt === "call";
  const error = vaultError(
    isRefusal ? "cluster-refused" : "cluster-unreachable",
    isNamed ? summary : `${given.endpoint}: ${summary}`,
    next === "" ? "See how its endpoints are." : next,
    evidence.at(-1),
  );
  const cure = {
    context: given.context,
    remedies: next === "" ? (["ping"] as const) : remedies,
  };
  return { ...error, cure };
}
