import { csvLine, csvTitles } from "../../../shared/core/audit/csv.ts";
import {
  isFound,
  type AuditSearch,
} from "../../../shared/core/audit/search.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, type Result } from "../../../shared/core/result.ts";
import { eachEvent } from "../../../shared/node/audit/read-events.ts";
import type { Cli } from "../../cli.ts";

const formats = ["jsonl", "csv"] as const;

/** Prints the events for another program, oldest first. */
export async function exportAudit(
  { ports, terminal }: Cli,
  search: AuditSearch,
  given: string | undefined,
): Promise<Result<void>> {
  const format = formats.find((one) => one === (given ?? "jsonl"));
  if (format === undefined) return failure(unknownFormat(given ?? ""));
  if (format === "csv") terminal.code(csvTitles);
  return eachEvent(ports.home, (line) => {
    if (line === null || !isFound(line, search)) return;
    terminal.code(
      format === "csv" ? csvLine(line) : `${JSON.stringify(line)}\n`,
    );
  });
}

function unknownFormat(given: string) {
  return vaultError(
    "usage",
    `There is no format "${given}".`,
    `Take one of: ${formats.join(", ")}.`,
  );
}
