import { InvalidArgumentError, type Command } from "commander";
import type { VaultError } from "../../../shared/core/errors.ts";
import type { ContextEdit } from "../../../shared/core/vault/context-edit.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import {
  consentRules,
  contextColors,
  type ConsentRule,
  type ContextColor,
} from "../../../shared/core/vault/document.ts";
import { changeByName } from "../../ports/change-by-name.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import { finish, type Cli } from "../../cli.ts";
import { readRoles } from "../sessions/session-options.ts";

interface Options {
  endpoints?: readonly string[];
  nodes?: readonly string[];
  cluster?: string;
  proxyUrl?: string;
  label?: Readonly<Record<string, string | null>>;
  color?: ContextColor | null;
  production?: boolean;
  note?: string;
  consent?: ConsentRule | null;
  sessionRole?: readonly string[];
  sessionTtl?: number | null;
  force?: true;
}

export function configureSet(command: Command, cli: Cli): void {
  command
    .argument("[context]", "its name; - is the previous one")
    .option(
      "--endpoints <list>",
      "comma-separated; replaces the list, empty clears it",
      splitList,
    )
    .option(
      "--nodes <list>",
      "comma-separated; replaces the list, empty clears it",
      splitList,
    )
    .option("--cluster <name>", "Omni's name of the cluster; empty clears it")
    .option(
      "--proxy-url <url>",
      "socks5, http or https; or direct; empty clears it",
    )
    .option(
      "--label <key=value>",
      "set a label; key= clears it; may be repeated",
      addLabel,
    )
    .option(
      "--color <name>",
      `${contextColors.join(", ")}; none clears it`,
      parseColor,
    )
    .option("--production", "mark as production")
    .option("--no-production", "no longer production")
    .option(
      "--session-role <list>",
      "what its sessions may do when nothing is asked for; empty: os:reader again",
      readRoles,
    )
    .option(
      "--session-ttl <duration>",
      "how long they last; empty: an hour again",
      readTtl,
    )
    .option("--force", "allow sessions of more than 12h by default")
    .option(
      "--consent <rule>",
      `whether a person is asked before a credential is lent or leaves: ${consentRules.join(", ")}; default: as the vault says`,
      parseConsent,
    )
    .option("--note <text>", "a note for people; empty clears it")
    .action((context: string | undefined, options: Options) =>
      finish(cli, set(cli, command, context, options)),
    );
}

async function set(
  cli: Cli,
  command: Command,
  wanted: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const { label, sessionRole, sessionTtl, force, ...rest } = options;
  const edit: ContextEdit = {
    ...rest,
    ...(label ? { labels: label } : {}),
    ...(sessionRole ? { sessionRoles: sessionRole } : {}),
    ...(sessionTtl === undefined ? {} : { sessionTtlSeconds: sessionTtl }),
  };
  if (Object.keys(edit).length === 0)
    command.error("Nothing to set: name what to change.");
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  const change = (more: Pick<ContextEdit, "isAgreed">) =>
    changeByName(cli, {
      kind: "edit",
      name: name.value,
      edit: { ...edit, ...more, isForced: force ?? false },
    });
  const first = await change({});
  const changed =
    first.ok || first.error.code !== "consent-needed"
      ? first
      : await changeAgreed(cli, first.error, change);
  if (!changed.ok) return changed;
  cli.terminal.say(`Changed ${name.value}.`);
  return success(undefined);
}

/** Asks a person whether less may be asked from now on, and does it then. */
async function changeAgreed<T>(
  cli: Cli,
  error: VaultError,
  change: (more: Pick<ContextEdit, "isAgreed">) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { askForConsent } = await import("../../questions/ask-for-consent.ts");
  const said = await askForConsent(cli, "ask-less", error, undefined);
  return said.ok ? change({ isAgreed: true }) : said;
}

function splitList(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function addLabel(
  text: string,
  before: Readonly<Record<string, string | null>> = {},
): Readonly<Record<string, string | null>> {
  const [key = "", ...value] = text.split("=");
  if (key.trim() === "")
    throw new InvalidArgumentError("A label is key=value.");
  const joined = value.join("=");
  return {
    ...before,
    [key.trim()]: value.length > 0 && joined === "" ? null : joined,
  };
}

function readTtl(text: string): number | null {
  const seconds = text === "" ? null : parseDuration(text);
  if (seconds !== null || text === "") return seconds;
  throw new InvalidArgumentError("A duration is 15m, 1h30m, 8h.");
}

function parseConsent(text: string): ConsentRule | null {
  if (text === "default") return null;
  const rule = consentRules.find((name) => name === text);
  if (rule) return rule;
  throw new InvalidArgumentError(
    `Choose one of ${consentRules.join(", ")}, default.`,
  );
}

function parseColor(text: string): ContextColor | null {
  if (text === "none") return null;
  const color = contextColors.find((name) => name === text);
  if (color) return color;
  throw new InvalidArgumentError(
    `Choose one of ${contextColors.join(", ")}, none.`,
  );
}
