import { withActions, type VaultError } from "../../errors.ts";
import type { Action } from "../../problem.ts";

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
  return withActions(
    { ...error, next },
    isOffline(error) ? others.filter((one) => one !== "ping") : others,
  );
}

/** By the verdict that its cause begins with: where nobody is contacted, a look at the endpoints is refused as well. */
function isOffline({ cause = "" }: VaultError): boolean {
  return cause.startsWith("offline:");
}
