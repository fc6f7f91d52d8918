import { diagnose, type Case } from "../../diagnosis/diagnose.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";

/** Why nobody in the cluster did it, as an error for a person; the evidence is its cause. */
export function clusterError(given: Case): VaultError {
  const { message, next, actions, evidence, brokenAt } = diagnose(given);
  const isNamed = message.includes(given.endpoint);
  const isRefusal = brokenAt === "client" || brokenAt === "call";
  return withActions(
    vaultError(
      isRefusal ? "cluster-refused" : "cluster-unreachable",
      isNamed ? message : `${given.endpoint}: ${message}`,
      next === ""
        ? "Check its endpoints: each gets a reason of its own."
        : next,
      evidence.at(-1),
    ),
    next === "" ? ["ping"] : actions,
    given.context,
  );
}
