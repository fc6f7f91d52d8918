import type { Action, Problem, Subject } from "../../shared/core/problem.ts";
import { nameWord } from "../../shared/core/text/shell-words.ts";

function again(options: string) {
  return () => `the same command with ${options}`;
}

const commands: Readonly<Record<Action, (context: string) => string>> = {
  renew: (context) => `talos-vault renew ${context}`,
  shorten: (context) => `talos-vault renew ${context} --ttl 30d`,
  issue: (context) => `talos-vault issue ${context} --authority secrets.yaml`,
  narrow: (context) => `talos-vault issue ${context} --roles os:reader`,
  remove: (context) => `talos-vault remove ${context}`,
  endpoints: (context) => `talos-vault set ${context} --endpoints ADDRESS,…`,
  nodes: (context) => `talos-vault set ${context} --nodes ADDRESS,…`,
  proxy: (context) =>
    `talos-vault set ${context} --proxy-url socks5://HOST:PORT`,
  rotation: (context) => `talos-vault rotation ${context}`,
  "blast-radius": (context) => `talos-vault blast-radius ${context}`,
  show: (context) => `talos-vault show ${context}`,
  ping: (context) => `talos-vault ping ${context}`,
  "can-i": (context) => `talos-vault can-i ${context}`,
  list: () => "talos-vault list",
  roles: () => "talos-vault roles",
  import: () => "talos-vault import FILE",
  init: () => "talos-vault init",
  unlock: () => "talos-vault unlock",
  recover: () => "talos-vault recover",
  restore: () => "talos-vault restore --generation N (or a backup: FILE)",
  backup: () => "talos-vault backup FILE",
  doctor: () => "talos-vault doctor",
  "recovery-key": () => "talos-vault recovery-key",
  "keep-authority": () => "talos-vault authority import secrets.yaml",
  authorities: () => "talos-vault authority list",
  clusters: () => "talos-vault cluster list",
  untested: again("--untested"),
  "own-key": again("--stored"),
  confirm: (context) => again(`--reason TEXT --confirm ${context}`)(),
  force: again("--force"),
  "custom-roles": again("--custom-roles"),
  reader: again("--role os:reader"),
  "authority-file": again("--authority secrets.yaml"),
  "authority-passphrase": again("--authority-passphrase-fd N"),
  "other-authority": again("--other-ca"),
  "accept-older": () => "talos-vault restore --accept-older",
  replace: again("--replace"),
  "recover-keychain": () => "talos-vault recover --keychain",
  "recover-passphrase": () => "talos-vault recover --passphrase",
  "no-keychain": () => "talos-vault init --no-keychain",
  "with-recovery-key": again("--recovery, or --recovery-fd N"),
  "new-passphrase": again("--new-passphrase-fd N"),
  "passphrase-fd": again("--passphrase-fd 3 3<FILE"),
  "on-conflict": again("--on-conflict rename, replace or skip"),
};

/** The command for each action, best first. `placeholder`: what stands for a context that is not named. */
export function commandsOf(
  { actions, about = {} }: Pick<Problem, "actions" | "about">,
  placeholder = "CONTEXT",
): readonly string[] {
  return actions.map((action) =>
    commands[action](nameWord(about.context ?? placeholder)),
  );
}

/** What to do about a problem, with the commands that do it; empty where there is nothing to do. */
export function nextStep(
  problem: Pick<Problem, "next" | "actions" | "about">,
): string {
  const found = commandsOf(problem);
  const run = found.length === 0 ? "" : `Run: ${found.join("; or: ")}`;
  return [problem.next, run].filter((part) => part !== "").join(" ");
}

/** The one context of a problem that may be about many. */
export function aboutOnly([first, ...others]: readonly string[]): Subject {
  return first === undefined || others.length > 0 ? {} : { context: first };
}
