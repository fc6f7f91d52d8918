import type { Command } from "commander";
import { didYouMean } from "../../../shared/core/closest.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  readSetting,
  settingNames,
  settingText,
  valuesOfSetting,
  wordsOfSetting,
  type SettingName,
} from "../../../shared/core/settings/settings.ts";
import {
  settingsFile,
  settingsProblem,
} from "../../../shared/node/vault/settings-file.ts";
import { finish, type Cli } from "../../cli.ts";
import { table } from "../../output/table.ts";

interface Options {
  readonly json?: true;
}

export function configureSettings(command: Command, cli: Cli): void {
  command
    .argument("[name]", "which one")
    .argument("[value]", "what it is from now on")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
The window and the command line have them in common. One is of the command line alone: with
unlockAtExec on, the first exec or shell for which the keychain opened the vault leaves the agent of unlock
behind, for as long as unlock without --for does. Another one is of doctor: with
archiveLogAfterDays it says when the audit log is to be archived; no line goes by itself.`,
    )
    .action(
      (name: string | undefined, value: string | undefined, options: Options) =>
        finish(cli, settings(cli, name, value, options)),
    );
}

async function settings(
  cli: Cli,
  name: string | undefined,
  value: string | undefined,
  options: Options,
): Promise<Result<void>> {
  if (name === undefined) return show(cli, settingNames, options);
  const known = settingNames.find((one) => one === name);
  if (known === undefined) return failure(unknownName(name));
  return value === undefined
    ? show(cli, [known], options)
    : change(cli, known, value);
}

async function show(
  { terminal, ports }: Cli,
  names: readonly SettingName[],
  { json }: Options,
): Promise<Result<void>> {
  const present = await settingsFile(ports.home).read();
  const problem = await settingsProblem(ports.home);
  if (json)
    terminal.json({
      settings: Object.fromEntries(names.map((name) => [name, present[name]])),
    });
  else
    terminal.outLines(
      table(
        terminal,
        ["NAME", "VALUE", "CAN BE"],
        names.map((name) => [
          name,
          settingText(present[name]),
          valuesOfSetting(name),
        ]),
      ).trimEnd(),
    );
  if (problem) terminal.fail(problem);
  return success(undefined);
}

async function change(
  { terminal, ports }: Cli,
  name: SettingName,
  text: string,
): Promise<Result<void>> {
  const wanted = readSetting(name, text);
  if (wanted === null) return failure(unknownValue(name, text));
  const changed = await settingsFile(ports.home).change(wanted);
  if (!changed.ok) return changed;
  terminal.say(`${name} is ${settingText(changed.value[name])}.`);
  return success(undefined);
}

function unknownName(name: string) {
  const near = didYouMean(name, settingNames, asTyped).trimEnd();
  return vaultError(
    "usage",
    `There is no setting "${name}".`,
    near === "" ? `They are ${settingNames.join(", ")}.` : near,
  );
}

/** Names and values of settings are words, which need no quotes. */
function asTyped(word: string): string {
  return word;
}

function unknownValue(name: SettingName, text: string) {
  return vaultError(
    "usage",
    `${name} cannot be "${text}".`,
    `${didYouMean(text, wordsOfSetting(name), asTyped)}It can be: ${valuesOfSetting(name)}.`,
  );
}
