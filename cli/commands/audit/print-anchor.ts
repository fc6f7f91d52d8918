import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Cli } from "../../cli.ts";
import { logEnd } from "../../output/log-end.ts";

/**
 * Prints the anchor of the log: a text by which a later `audit verify --anchor` tells whether the lines up to now
 * are still there.
 */
export async function printAnchor({
  ports,
  terminal,
}: Cli): Promise<Result<void>> {
  const head = logEnd(ports.home);
  if (head === null) return failure(nothingYet());
  terminal.out(head);
  return success(undefined);
}

function nothingYet() {
  return vaultError(
    "file-missing",
    "There is no audit log yet: nothing happened that it tells of.",
    "It begins with the first session or change.",
  );
}
