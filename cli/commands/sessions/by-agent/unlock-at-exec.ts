import type { OpenVault } from "../../../../shared/core/usecases/vault/open.ts";
import { settingsFile } from "../../../../shared/node/vault/settings-file.ts";
import type { CliPorts } from "../../../ports/ports.ts";

/**
 * Has the agent of `unlock` stay behind, where a person has chosen that and nobody had to be asked for the vault: what the
 * keychain does not open stays closed to the next command. This process ends when the agent listens, or did not start;
 * the session of its command is another matter, and waits for neither.
 */
export async function startAgentAtExec(
  ports: CliPorts,
  opened: OpenVault,
): Promise<void> {
  if (opened.keys.openedWith !== "keychain") return;
  const { unlockAtExec } = await settingsFile(ports.home).read();
  if (!unlockAtExec) return;
  const { defaultSeconds, startAgentWith } =
    await import("../../../ports/vault/start-agent.ts");
  const terms = { lifeSeconds: defaultSeconds, replaces: false };
  await startAgentWith(ports, opened, terms);
}
