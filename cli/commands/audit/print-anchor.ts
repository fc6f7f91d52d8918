import { anchorText } from "../../../shared/core/audit/head.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { AuditLog } from "../../../shared/node/audit/audit-log.ts";
import type { Cli } from "../../cli.ts";

/**
 * Prints the anchor of the log: a text by which a later `audit verify --anchor` tells whether the lines up to now
 * are still there.
 */
export async function printAnchor({
  ports,
  terminal,
}: Cli): Promise<Result<void>> {
  const head = new AuditLog(ports.home).head();
  if (head === null) return failure(nothingYet());
  terminal.out(anchorText(head));
  return success(undefined);
}

function nothingYet() {
  return vaultError(
    "file-missing",
    "There is no audit log yet: nothing happened that it tells of.",
    "It begins with the first session or change.",
  );
}
