import { diagnose, type Case } from "../../diagnosis/diagnose.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { countOf } from "../../counted-noun.ts";
import { fewNames } from "../../few-names.ts";
import type { TriedEndpoint } from "../../ports/talos-api.ts";

/** Reasons that are told one by one. */
const mostReasons = 3;

/**
 * Why nobody in the cluster did it, as an error for a person: what is the matter with the endpoint that was come nearest to, whose
 * evidence is the cause, and with the others, those of one reason together.
 */
export function clusterError(
  given: Case,
  others: readonly TriedEndpoint[] = [],
): VaultError {
  const { message, next, actions, evidence, brokenAt } = diagnose(given);
  const ofOthers = others.map((one) => ({
    endpoint: one.endpoint,
    message: diagnose({ ...given, ...one }).message,
  }));
  const isRefusal = brokenAt === "client" || brokenAt === "call";
  return withActions(
    vaultError(
      isRefusal ? "cluster-refused" : "cluster-unreachable",
      reasonsText([{ endpoint: given.endpoint, message }, ...ofOthers]),
      next === ""
        ? "Check its endpoints: each gets a reason of its own."
        : next,
      evidence.at(-1),
    ),
    next === "" ? ["ping"] : actions,
    given.context,
  );
}

interface Reason {
  readonly endpoint: string;
  readonly message: string;
}

function reasonsText(told: readonly Reason[]): string {
  const byReason = new Map<string, Reason[]>();
  for (const one of told) {
    // The same sentence with another endpoint in it is the same reason.
    const reason = one.message.replace(one.endpoint, "");
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  const reasons = [...byReason.values()];
  const more = reasons.slice(mostReasons).flat().length;
  return [
    ...reasons.slice(0, mostReasons).map(reasonText),
    ...(more > 0 ? [`${countOf(more, "other endpoint")} failed as well.`] : []),
  ].join(" ");
}

function reasonText([first, ...same]: readonly Reason[]): string {
  if (!first) return "";
  const { endpoint: nearest, message } = first;
  const isNamed = message.includes(nearest);
  const names = same.map(({ endpoint }) => endpoint);
  return [
    isNamed ? message : `${nearest}: ${message}`,
    ...(same.length > 0 ? [`The same with ${fewNames(names)}.`] : []),
  ].join(" ");
}
