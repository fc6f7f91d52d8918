import type { VaultReader } from "../../../shared/core/ports/vault-reader.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import type { OpenVault } from "../../../shared/core/usecases/vault/open.ts";
import { isOwnSocket } from "../../../shared/node/files/own-socket.ts";
import type { Cli } from "../../cli.ts";
import { sayPassedBy } from "./say-agent-not-used.ts";

/**
 * The vault for reading: through the agent when `unlock` started one, else opened here. A passphrase given on
 * purpose goes past the agent. `onOpen` is told of a vault that is opened here, which may be later.
 */
export async function openReader(
  cli: Cli,
  onOpen: (opened: OpenVault) => void = () => undefined,
): Promise<Result<VaultReader>> {
  const { ports } = cli;
  const open = () => openHere(cli, onOpen);
  const socket = ports.agentSocket();
  if (ports.passphraseFd !== undefined || !isOwnSocket(socket)) return open();
  // Its messages have schemas, which take milliseconds to make.
  const { agentReader } =
    await import("../../../shared/node/agent/agent-socket.ts");
  const agent = agentReader(socket, ports.network, open, sayPassedBy(cli));
  return agent === null ? open() : success(agent);
}

async function openHere(
  cli: Cli,
  onOpen: (opened: OpenVault) => void,
): Promise<Result<VaultReader>> {
  const [{ openWhole }, { openedReader }] = await Promise.all([
    import("./open-document.ts"),
    import("../../../shared/core/usecases/agent/agent-vault.ts"),
  ]);
  const opened = await openWhole(cli);
  if (!opened.ok) return opened;
  onOpen(opened.value);
  const { clock, random, ledger, health, talos } = cli.ports;
  const { folder, onlooker } = await cli.ports.vault();
  const ports = { folder, clock, random, ledger, health, talos, onlooker };
  return success(openedReader(ports, opened.value));
}
