// What leads to the other verbs: the first steps, completion, manual pages.
// Keep: What they do with the vault other verbs do; completion opens it only where nobody has to be asked.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { readEarlier } from "../../../shared/core/usecases/imports/apply-import.ts";
import { plaintextCheck } from "../../../shared/core/usecases/imports/plaintext-checks.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { nextStep } from "../../output/action-commands.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { askToConfirm } from "../../questions/ask.ts";
import { finish, type Cli } from "../../cli.ts";
import { replaceExpired } from "../renewal/replace-expired.ts";
import { runVerb } from "../../spawn-verb.ts";
import { firstTalosconfig } from "../imports/talosconfig-locations.ts";

interface StartOptions {
  readonly talosconfig?: string;
  readonly authority?: string;
}

export function configureStart(command: Command, cli: Cli): void {
  command
    .option(
      "--talosconfig <file>",
      "the talosconfig to import; else found as talosctl finds it",
    )
    .option(
      "--authority <file>",
      "the cluster's secrets.yaml, for a certificate that has expired; used once",
    )
    .addHelpText(
      "after",
      `
Where your certificate has expired it leads through a new one, from the cluster's secrets.yaml.
Without a terminal it does the same without questions and opens no shell.`,
    )
    .action((options: StartOptions) => finish(cli, start(cli, options)));
}

/** The main job in order: a vault, a talosconfig in it, a terminal with a temporary credential. */
async function start(
  cli: Cli,
  { talosconfig, authority }: StartOptions,
): Promise<Result<number>> {
  const { terminal, ports } = cli;
  terminal.say(
    terminal.mark(
      "bold",
      "Talos Vault: from a plaintext talosconfig to a temporary one",
    ),
  );
  const steps: readonly (readonly [string, () => Promise<number>])[] = [
    ["1. A vault, opened by your OS keychain", () => makeVault(cli)],
    ["2. Your talosconfig goes in", () => importFile(cli, talosconfig)],
    ["3. What the vault holds", async () => runVerb(["list"])],
    ["4. Certificates that have expired", () => replaceExpired(cli, authority)],
    ["5. A shell with one context", () => openShell(cli)],
  ];
  for (const [title, step] of steps) {
    terminal.say("");
    terminal.say(terminal.mark("bold", title));
    const code = await step();
    if (code !== 0) return success(code);
  }
  terminal.say("");
  terminal.say(
    `The vault is in ${ports.home}. Everything else: talos-vault --help`,
  );
  return success(0);
}

async function makeVault({ terminal, ports }: Cli): Promise<number> {
  if (!existsSync(join(ports.home, "vault.age"))) return runVerb(["init"]);
  terminal.say(`There is one already, in ${ports.home}.`);
  return 0;
}

async function importFile(
  cli: Cli,
  named: string | undefined,
): Promise<number> {
  const file = named ?? (await firstTalosconfig(diskFiles));
  if (file === null) {
    cli.terminal.say(
      "No talosconfig was found. Later: talos-vault import FILE",
    );
    return 0;
  }
  const code = runVerb(["import", file]);
  if (code === 0) await tellPlaintext(cli, file);
  return code;
}

/** The file stays as it was: nobody asked to have it removed. */
async function tellPlaintext(
  { terminal, ports }: Cli,
  file: string,
): Promise<void> {
  const { made } = await vaultNotes(ports.home).read();
  const earlier = await readEarlier(ports.ledger);
  const known = { made, earlier, now: ports.clock.now() };
  const check = await plaintextCheck(diskFiles, known, resolve(file));
  if (check) terminal.say(`${check.message} ${nextStep(check)}`);
}

async function openShell({ terminal }: Cli): Promise<number> {
  if (!terminal.isInteractive) {
    terminal.say(
      "There is no terminal here. In one: talos-vault shell CONTEXT",
    );
    return 0;
  }
  const answer = await askToConfirm(
    terminal,
    "Open a shell with a context, for an hour?",
    "",
  );
  return answer.ok && answer.value ? runVerb(["shell"]) : 0;
}
