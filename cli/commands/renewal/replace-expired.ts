import { momentText } from "../../../shared/core/moment-text.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";
import { askToConfirm } from "../../questions/ask.ts";
import type { Cli } from "../../cli.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { runVerb } from "../../spawn-verb.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";

/**
 * From "my certificate has expired" to a working context: a new one from the cluster's authority, for the current
 * context or else the first that has expired. The others are named. Resolves to an exit code.
 */
export async function replaceExpired(
  cli: Cli,
  authority: string | undefined,
): Promise<number> {
  const { terminal } = cli;
  const expired = await expiredContexts(cli);
  const [first] = [...expired.filter(({ current }) => current), ...expired];
  if (!first) {
    terminal.say("No certificate has expired.");
    return 0;
  }
  const { name, notAfter } = first;
  terminal.say(
    `The certificate of ${name} ended on ${notAfter ? momentText(new Date(notAfter)) : ""}.`,
  );
  const others = expired.filter((one) => one !== first);
  if (others.length > 0)
    terminal.say(
      `So did: ${others.map((one) => one.name).join(", ")}. Later: talos-vault issue NAME --authority secrets.yaml`,
    );
  if (authority !== undefined)
    return runVerb(["issue", name, "--authority", authority]);
  if (terminal.isInteractive) {
    const question =
      "Make a new one now? It takes the cluster's secrets.yaml, or a control plane's machine config.";
    const answer = await askToConfirm(terminal, question, "");
    // What went wrong is said; the rest of the way does not depend on it.
    if (answer.ok && answer.value && runVerb(["issue", name]) === 0) return 0;
  }
  terminal.say(
    `With secrets.yaml: talos-vault issue ${nameWord(name)} --authority secrets.yaml; with another os:admin context of the cluster: talos-vault renew ${nameWord(name)}`,
  );
  return 0;
}

async function expiredContexts(cli: Cli): Promise<readonly ContextView[]> {
  const reader = await openReader(cli);
  const contexts = reader.ok ? await reader.value.list() : reader;
  if (!contexts.ok) return [];
  const now = cli.ports.clock.now().getTime();
  return contexts.value.filter(
    ({ notAfter }) => notAfter !== null && Date.parse(notAfter) < now,
  );
}
