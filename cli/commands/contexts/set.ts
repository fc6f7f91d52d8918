import { InvalidArgumentError, type Command } from "commander";
import type { ContextEdit } from "../../../shared/core/vault/context-edit.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { typedList } from "../../../shared/core/text/typed-list.ts";
import {
  consentRules,
  contextColors,
  type ConsentRule,
  type ContextColor,
} from "../../../shared/core/vault/document.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseList } from "../sessions/starting/session-options.ts";
import { tellCopies } from "./tell-copies.ts";

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
  defaultConsent?: ConsentRule | null;
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
      typedList,
    )
    .option(
      "--nodes <list>",
      "comma-separated; replaces the list, empty clears it",
      typedList,
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
      parseList,
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
    .option(
      "--default-consent <rule>",
      "the same of the whole vault, for contexts that say nothing of their own; default: writes on production, else never",
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
  const { label, sessionRole, sessionTtl, force, defaultConsent, ...rest } =
    options;
  const edit: ContextEdit = {
    ...rest,
    ...(label ? { labels: label } : {}),
    ...(sessionRole ? { sessionRoles: sessionRole } : {}),
    ...(sessionTtl === undefined ? {} : { sessionTtlSeconds: sessionTtl }),
  };
  const isEmpty = Object.keys(edit).length === 0;
  if (defaultConsent !== undefined) {
    if (wanted !== undefined || !isEmpty || force)
      command.error(
        "--default-consent is of the whole vault: it stands alone, without a context.",
      );
    return setDefault(cli, defaultConsent);
  }
  if (isEmpty) command.error("Nothing to set: name what to change.");
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  const changed = await changeAgreed(cli, (isAgreed) =>
    changeByName(cli, {
      kind: "edit",
      name: name.value,
      edit: { ...edit, isAgreed, isForced: force ?? false },
    }),
  );
  if (!changed.ok) return changed;
  cli.terminal.say(`Changed ${name.value}.`);
  tellCopies(cli.terminal, changed.value, edit);
  return success(undefined);
}

async function setDefault(
  cli: Cli,
  rule: ConsentRule | null,
): Promise<Result<void>> {
  const changed = await changeAgreed(cli, (isAgreed) =>
    changeByName(cli, { kind: "default-consent", rule, isAgreed }),
  );
  if (!changed.ok) return changed;
  cli.terminal.say(
    `Contexts that say nothing of their own have a person asked: ${rule ?? "writes on production, else never"}.`,
  );
  return success(undefined);
}

/** Asks a person where less is to be asked from now on, and does it then. */
export async function changeAgreed<T>(
  cli: Cli,
  change: (isAgreed: boolean) => Promise<Result<T>>,
): Promise<Result<T>> {
  const first = await change(false);
  if (first.ok || first.error.code !== "consent-needed") return first;
  const { askForConsent } = await import("../../questions/ask-for-consent.ts");
  const said = await askForConsent(cli, "ask-less", first.error, undefined);
  return said.ok ? change(true) : said;
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
    `Choose one of: ${consentRules.join(", ")}, default.`,
  );
}

function parseColor(text: string): ContextColor | null {
  if (text === "none") return null;
  const color = contextColors.find((name) => name === text);
  if (color) return color;
  throw new InvalidArgumentError(
    `Choose one of: ${contextColors.join(", ")}, none.`,
  );
}
