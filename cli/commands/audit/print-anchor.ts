import { anchorText } from "../../../shared/core/audit/head.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { AuditLog } from "../../../shared/node/audit/audit-log.ts";
import type { Cli } from "../../cli.ts";

/** Prints a text that fixes the log as it is now. */
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
