import { diagnose, type Case } from "../../diagnosis/diagnose.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type { Action } from "../../problem.ts";

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

/** No node could be asked, or none gave what was asked for: the error with what helps without a node. */
export function withOtherWays(
  error: VaultError,
  without: string,
  others: readonly Action[],
): VaultError {
  const isOfNetwork =
    error.code === "cluster-unreachable" || error.code === "cluster-refused";
  if (!isOfNetwork) return error;
  const next = `${error.next} ${without}`;
  return withActions({ ...error, next }, others);
}
