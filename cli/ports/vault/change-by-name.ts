import type {
  ChangeOutcome,
  NamedChange,
} from "../../../shared/core/agent/changes.ts";
import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { askAgentToChange } from "../../../shared/node/agent/agent-changes.ts";
import type { Cli } from "../../cli.ts";
import { sayPassedBy } from "./say-agent-not-used.ts";

/**
 * Changes the vault: through the agent of `unlock` where nothing else opens it unasked, else by opening it here. Errors:
 * those of the change.
 */
export async function changeByName(
  cli: Cli,
  change: NamedChange,
): Promise<Result<ChangeOutcome>> {
  const through = await changeThroughAgent(cli, change);
  if (through) return through;
  const { carryOutChange } = await import("./carry-out-change.ts");
  const changed = await carryOutChange(
    await cli.ports.vault(),
    async () => ({
      parser: classifierHere,
      examiner: await cli.ports.examiner(),
    }),
    change,
  );
  if (changed.ok) (await cli.ports.onlooker()).tell(changed.value.warnings);
  return changed;
}

/** Null when the vault has to be opened here: there is no agent that can. A passphrase given on purpose goes past it. */
export async function changeThroughAgent(
  cli: Cli,
  change: NamedChange,
): Promise<Result<ChangeOutcome> | null> {
  const { ports } = cli;
  if (ports.passphraseFd !== undefined) return null;
  const changed = await askAgentToChange(
    ports.agentSocket(),
    change,
    sayPassedBy(cli),
  );
  if (!changed?.ok) return changed;
  (await ports.onlooker()).tell(changed.value.warnings);
  return success(changed.value);
}
