import { diagnose, type Case } from "../diagnosis/diagnose.ts";
import { vaultError, type VaultError } from "../errors.ts";

/** Why nobody in the cluster did it, as an error for a person; the evidence is its cause. */
export function clusterError(given: Case): VaultError {
  const { summary, next, evidence, brokenAt } = diagnose(given);
  const isNamed = summary.includes(given.endpoint);
  const isRefusal = brokenAt === "client" || brokenAt === "call";
  return vaultError(
    isRefusal ? "cluster-refused" : "cluster-unreachable",
    isNamed ? summary : `${given.endpoint}: ${summary}`,
    next === "" ? `See: talos-vault ping ${given.context}` : next,
    evidence.at(-1),
  );
}
