import { program, runtime, type Machine } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

/**
 * Runs words of ours as a person does on a terminal of their own, that nothing of the test started; gives what it showed, on
 * one line and without its looks, and the exit code. `more` stands before the command.
 */
export async function onOwnTerminal(
  machine: Machine,
  words: string,
  more = "",
): Promise<string> {
  const shown = await withTerminal(
    machine,
    `${more} '${runtime}' '${program}' ${words}; echo code $?`,
    "until('code')",
    true,
  );
  // oxlint-disable-next-line no-control-regex
  return shown.replaceAll(/\u001b\[[\d;]*m/g, "").replaceAll(/\s+/g, " ");
}
