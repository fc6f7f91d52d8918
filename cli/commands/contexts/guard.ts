import { Argument, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { guardLines } from "../../../shared/core/gateway/guard/guard-lines.ts";
import {
  hoursText,
  type Hours,
} from "../../../shared/core/gateway/guard/guard-rules.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  noGuard,
  type GuardEdit,
} from "../../../shared/core/vault/context-edit.ts";
import type { ContextGuard } from "../../../shared/core/vault/document.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { chooseContext } from "../../questions/choose-context.ts";
import { finish, type Cli } from "../../cli.ts";
import {
  parseCount,
  parseHours,
  parseList,
} from "../sessions/starting/session-options.ts";
import { changeAgreed } from "./set.ts";
import { tellCopies } from "./tell-copies.ts";

type What = "show" | "set" | "clear";

interface Options {
  readonly allow?: readonly string[];
  readonly hold?: readonly string[];
  readonly deny?: readonly string[];
  readonly maxNodes?: number | null;
  readonly hours?: Hours | null;
  readonly json?: true;
}

export function configureGuard(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument(
        "<what>",
        "look at it, change it, or take all of it away",
      ).choices(["show", "set", "clear"]),
    )
    .argument("[context]", "its name; - is the previous one")
    .option(
      "--allow <list>",
      "calls that are let through; replaces the list, empty clears it",
      parseList,
    )
    .option(
      "--hold <list>",
      "calls that wait until a person agrees; the same",
      parseList,
    )
    .option("--deny <list>", "calls that are refused; the same", parseList)
    .option(
      "--max-nodes <n>",
      "different nodes that a session may ask something of; empty: any",
      (text) => (text === "" ? null : parseCount(text)),
    )
    .option(
      "--hours <from-until>",
      "hours in which anything but reads is let through, by this machine's clock: 08-18; empty: any",
      (text) => (text === "" ? null : parseHours(text)),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Lists have methods (MachineService/Reset), talosctl's commands ("etcd snapshot"), reads, writes, destructive and
escapes.
destructive: what does not come back by itself, as a reset, a shutdown, a wiped disk, a member of etcd that is removed.
A reboot and an upgrade are writes, and so is what is destructive.
escapes: what would last longer than the session, as a kubeconfig, a certificate or a file of a node does. Those are
refused where neither --allow nor --hold names them, so that either lets more through.
Sessions of such a context have --delivery gateway unless they name another; what a session says of its own
counts as well, and the stricter of both.`,
    )
    .action((what: What, context: string | undefined, options: Options) =>
      finish(cli, guard(cli, what, context, options)),
    );
}

async function guard(
  cli: Cli,
  what: What,
  wanted: string | undefined,
  { json, ...edit }: Options,
): Promise<Result<void>> {
  const isEdit = Object.keys(edit).length > 0;
  if (isEdit !== (what === "set")) return failure(unfit(what));
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  if (what !== "show") {
    const changed = await change(
      cli,
      name.value,
      what === "clear" ? noGuard : edit,
    );
    if (!changed.ok || !json) return changed;
  }
  return show(cli, name.value, json);
}

async function change(
  cli: Cli,
  name: string,
  edit: GuardEdit,
): Promise<Result<void>> {
  const changed = await changeAgreed(cli, (isAgreed) =>
    changeByName(cli, { kind: "edit", name, edit: { guard: edit, isAgreed } }),
  );
  if (!changed.ok) return changed;
  cli.terminal.say(
    `${edit === noGuard ? "Cleared" : "Changed"} the guard of ${name}.`,
  );
  tellCopies(cli.terminal, changed.value, { guard: edit });
  return success(undefined);
}

async function guardOf(cli: Cli, name: string): Promise<Result<ContextGuard>> {
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const details = await reader.value.show(name);
  return details.ok ? success(details.value.guard) : details;
}

async function show(
  cli: Cli,
  name: string,
  json: true | undefined,
): Promise<Result<void>> {
  const { terminal } = cli;
  const found = await guardOf(cli, name);
  if (!found.ok) return found;
  const own = found.value;
  if (json) terminal.json({ context: name, ...asJson(own) });
  else if (Object.keys(own).length === 0)
    terminal.say(`${name} has no guard of its own.`);
  else
    for (const [key, value] of guardLines(own))
      terminal.outSentence(`${`${key}:`.padEnd(keyWidth)}${value}`);
  return success(undefined);
}

const keyWidth = 11;

function asJson({ allow, hold, deny, maxNodes, hours }: ContextGuard) {
  return {
    allow: allow ?? [],
    hold: hold ?? [],
    deny: deny ?? [],
    maxNodes: maxNodes ?? null,
    hours: hours ? hoursText(hours) : null,
  };
}

function unfit(what: What) {
  switch (what) {
    case "show":
      return vaultError(
        "usage",
        "What is shown is not changed.",
        "Leave the lists out, or say: guard set",
      );
    case "clear":
      return vaultError(
        "usage",
        "All of a guard is cleared.",
        "Leave the lists out, or say: guard set",
      );
    case "set":
      return vaultError(
        "usage",
        "Nothing to set: name what to change.",
        "Name --allow, --hold, --deny, --max-nodes or --hours.",
      );
  }
}
