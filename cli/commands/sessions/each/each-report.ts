import type { VaultError } from "../../../../shared/core/errors.ts";
import { problemText } from "../../../output/action-commands.ts";
import { problemJson } from "../../../output/published-json.ts";
import { table } from "../../../output/table.ts";
import type { Terminal } from "../../../terminal.ts";
import type { OutputFiles } from "./each-output.ts";

/** What became of the command with one context. */
export interface EachOutcome {
  readonly context: string;
  /** The session's; null: there was none. */
  readonly session: string | null;
  /** Its exit code, 128 + n for signal n; null: it did not run. */
  readonly code: number | null;
  /** Why it did not run; null: it did. */
  readonly error: VaultError | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Where it printed; null: here. */
  readonly files: OutputFiles | null;
}

/** Exit codes by context, for the person; with `isJson` as data instead. */
export function tellEach(
  terminal: Terminal,
  outcomes: readonly EachOutcome[],
  isJson: boolean,
): void {
  if (isJson) {
    terminal.json({ commands: outcomes.map(outcomeJson) });
    return;
  }
  const said = {
    columns: terminal.isStderrTerminal ? terminal.proseColumns : Infinity,
    markData: terminal.mark.bind(terminal),
  };
  const rows = outcomes.map((one) => [
    one.context,
    one.code === null ? "-" : String(one.code),
    secondsText(one),
  ]);
  terminal.sayLines(table(said, ["CONTEXT", "EXIT CODE", "TIME"], rows));
  for (const { context, error } of outcomes)
    if (error) terminal.say(`${context}: ${problemText(error)}`);
}

function outcomeJson({
  files,
  startedAt,
  endedAt,
  error,
  ...rest
}: EachOutcome) {
  return {
    ...rest,
    error: error && problemJson(error),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    stdout: files?.stdout ?? null,
    stderr: files?.stderr ?? null,
  };
}

function secondsText({ startedAt, endedAt }: EachOutcome): string {
  if (!startedAt || !endedAt) return "-";
  const seconds = (endedAt.getTime() - startedAt.getTime()) / 1000;
  return `${seconds.toFixed(1)} s`;
}
