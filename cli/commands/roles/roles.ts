import type { Command } from "commander";
import {
  allowedMethods,
  type MethodRule,
} from "../../../shared/core/roles/methods.ts";
import {
  isKnownRole,
  knownRoles,
  meantRole,
  roleMeaning,
} from "../../../shared/core/roles/role.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { rulesFor } from "../../command-line/talos-version.ts";
import { table } from "../../output/table.ts";

interface Options {
  readonly talosVersion?: string;
  readonly json?: true;
}

export function configureRoles(command: Command, cli: Cli): void {
  command
    .argument("[role]", "list the methods that it allows")
    .option(
      "--talos-version <version>",
      "by the rules of that release of Talos, such as 1.12",
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Talos compares names: there is no order of roles. A method whose rule names a role but whose handler asks for
os:admin all the same, outside maintenance mode, is counted as os:admin's.`,
    )
    .action((role: string | undefined, options: Options) =>
      finish(cli, roles(cli, role, options)),
    );
}

async function roles(
  cli: Cli,
  role: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const rules = rulesFor(options.talosVersion);
  if (!rules.ok) return rules;
  const { terminal } = cli;
  if (role !== undefined) {
    const methods = allowedMethods([role], rules.value).map(
      ({ method }) => method,
    );
    if (options.json) terminal.json({ role, methods });
    else {
      terminal.say(`${role}: ${roleMeaning(role)}`);
      if (!isKnownRole(role)) terminal.say(`${meantRole(role)}Talos compares names exactly: talos-vault roles lists those that it knows.`); // prettier-ignore
      for (const method of methods) terminal.out(method.slice(1));
    }
    return success(undefined);
  }
  const views = knownRoles.map(({ name, meaning }) => ({
    name,
    meaning,
    methods: allowedMethods([name], rules.value).length,
    includes: includedIn(name, rules.value),
  }));
  if (options.json) terminal.json({ roles: views });
  else
    terminal.outLines(
      table(
        terminal,
        ["ROLE", "METHODS", "ALSO ALL OF", "ALLOWS"],
        views.map(({ name, methods, includes, meaning }) => [
          name,
          String(methods),
          includes.join(", "),
          meaning,
        ]),
      ),
    );
  return success(undefined);
}

/** Roles all of whose methods this one allows as well: sets, not ranks. */
function includedIn(
  name: string,
  rules: readonly MethodRule[],
): readonly string[] {
  const own = new Set(
    allowedMethods([name], rules).map(({ method }) => method),
  );
  return knownRoles
    .filter((role) => role.name !== name)
    .filter((role) => {
      const methods = allowedMethods([role.name], rules);
      return (
        methods.length > 0 && methods.every(({ method }) => own.has(method))
      );
    })
    .map((role) => role.name);
}
