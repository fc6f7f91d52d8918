import { talosctlCommands } from "../../shared/core/roles/commands.ts";
import {
  latestVersion,
  methodRules,
  talosVersions,
} from "../../shared/core/roles/methods.ts";
import { knownRoles } from "../../shared/core/roles/role.ts";

/** Options of talosctl that take a value, which is no part of a command. */
const withValue =
  /^(-n|-e|-c|--(nodes|endpoints|context|cluster|talosconfig))$/;

export const versions = talosVersions.filter(
  (version) => version !== latestVersion,
);

/** Roles separated by commas: what is typed already stays, and is not offered again. */
export function roleLists(typed: string): readonly string[] {
  const said = typed.split(",").slice(0, -1);
  const start = said.map((role) => `${role},`).join("");
  return knownRoles
    .filter(({ name }) => !said.includes(name))
    .map(({ name }) => `${start}${name}`);
}

/** The next word of a command of talosctl, and methods: by their own name, or in full once that is being typed. */
export function accessWords(
  before: readonly string[],
  typed: string,
): readonly string[] {
  const said = before.filter(
    (word, index) =>
      !word.startsWith("-") && !withValue.test(before[index - 1] ?? ""),
  );
  const isNamed = said[0] === "talosctl";
  const words = isNamed ? said.slice(1) : said;
  const next = talosctlCommands
    .map(({ command }) => command.split(" "))
    .filter((pattern) =>
      words.every(
        (word, index) =>
          pattern[index]?.startsWith("<") || pattern[index] === word,
      ),
    )
    .flatMap((pattern) => pattern[words.length] ?? [])
    .filter((word) => /^[a-z]/.test(word));
  const isFirst = words.length === 0 && !isNamed;
  return [
    ...new Set([
      ...(isFirst ? ["talosctl"] : []),
      ...next,
      ...(isFirst ? methodWords(typed) : []),
    ]),
  ];
}

function methodWords(typed: string): readonly string[] {
  const full = methodRules.map(({ method }) => method);
  if (typed.startsWith("/")) return full;
  const own = full.map((method) => method.split("/")[2] ?? "");
  return typed === "" ? own : [...own, ...full.map((name) => name.slice(1))];
}
