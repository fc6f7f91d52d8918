import { unusableEnvironment } from "../../../../shared/node/vault/vault-location.ts";
import { finish, type Cli } from "../../../cli.ts";
import { exec } from "./run-exec.ts";
import { CliPorts } from "../../../ports/ports.ts";
import { readPlainExec } from "./read-plain-exec.ts";
import { refuseAgents } from "../../../command-line/refuse-agents.ts";
import { reportBug } from "../../../report-bug.ts";
import { Terminal } from "../../../terminal.ts";

/** True when it was an `exec` and has been run; the exit code is set. */
export async function runPlainExec(args: readonly string[]): Promise<boolean> {
  const quick = readPlainExec(args);
  if (
    quick === null ||
    unusableEnvironment(process.env, process.platform) !== null
  )
    return false;
  const terminal = new Terminal();
  const ports = new CliPorts(terminal, () => undefined);
  if (refuseAgents(ports.leases, "exec")) return false;
  const cli: Cli = { terminal, ports, verbs: {}, command: quick.command };
  try {
    await finish(cli, exec(cli, quick.context, quick.session));
  } catch (error) {
    reportBug(terminal, error);
  }
  return true;
}
