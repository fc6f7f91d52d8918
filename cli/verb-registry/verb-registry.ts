import type { Verb } from "../cli.ts";
import { clusterVerbs } from "./cluster-verbs.ts";
import { contextVerbs } from "./context-verbs.ts";
import { issuingVerbs } from "./issuing-verbs.ts";
import { sessionVerbs } from "./session-verbs.ts";
import { vaultVerbs } from "./vault-verbs.ts";

const first: Readonly<Record<string, Verb>> = {
  start: {
    summary:
      "walk through: make a vault, import your talosconfig, open a shell with it",
    load: async () =>
      (await import("../commands/help/start.ts")).configureStart,
  },
  init: {
    summary: "make the vault; prints the recovery key, once",
    load: async () => (await import("../commands/vault/init.ts")).configureInit,
  },
};

/** The headings of `--help`, in its order. */
const groups: readonly (readonly [string, Readonly<Record<string, Verb>>])[] = [
  ["To begin:", first],
  ["Contexts:", contextVerbs],
  ["Temporary credentials:", sessionVerbs],
  ["Clusters:", clusterVerbs],
  ["Rights and certificates:", issuingVerbs],
  ["The vault:", vaultVerbs],
];

/**
 * The table of contents of the command line, in the order of `--help`. What is typed is looked up in it: no word is a verb because
 * every object has it, as `constructor`.
 */
export const verbs: Readonly<Record<string, Verb>> = Object.setPrototypeOf(
  Object.fromEntries(
    groups.flatMap(([group, ofGroup]) =>
      Object.entries(ofGroup).map(([name, verb]) => [name, { ...verb, group }]),
    ),
  ),
  null,
) as Readonly<Record<string, Verb>>;
