import { csvLine, csvTitles } from "../../../shared/core/audit/csv.ts";
import {
  isFound,
  type AuditSearch,
} from "../../../shared/core/audit/search.ts";
import type { Result } from "../../../shared/core/result.ts";
import { eachEvent } from "../../../shared/node/audit/read-events.ts";
import type { Cli } from "../../cli.ts";

export const formats = ["jsonl", "csv"] as const;

/** Prints the events for another program, oldest first. */
export async function exportAudit(
  { ports, terminal }: Cli,
  search: AuditSearch,
  format: (typeof formats)[number],
): Promise<Result<void>> {
  if (format === "csv") terminal.code(csvTitles);
  return eachEvent(ports.home, (line) => {
    if (line === null || !isFound(line, search)) return;
    terminal.code(
      format === "csv" ? csvLine(line) : `${JSON.stringify(line)}\n`,
    );
  });
}
