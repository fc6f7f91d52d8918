import { success, type Result } from "../../shared/core/result.ts";
import { needsTerminal } from "./ask.ts";
import type { Cli } from "../cli.ts";
import { failure } from "../../shared/core/result.ts";
import { openReader } from "../ports/vault/open-reader.ts";

/**
 * The name of the context to act on: the one that was named, else one picked on the terminal.
 * Errors: `needs-terminal` when nothing was named and nobody is there to pick.
 */
export async function chooseContext(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<string>> {
  if (wanted !== undefined) return success(wanted);
  if (!cli.terminal.isInteractive)
    return failure(
      needsTerminal(
        "Which context?",
        "Name the context; talos-vault list shows them.",
      ),
    );
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const contexts = await reader.value.list();
  if (!contexts.ok) return contexts;
  const { pickContext } = await import("./pick-context.ts");
  return pickContext(contexts.value);
}
