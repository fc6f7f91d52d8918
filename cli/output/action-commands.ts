import type { Action, Problem, Subject } from "../../shared/core/problem.ts";
import { nameWord, shellWord } from "../../shared/core/text/shell-words.ts";

function again(options: string) {
  return () => `the same command with ${options}`;
}

/** What a problem is about, as words of a command; what stands for it where it is not named. */
type Words = Readonly<Record<keyof Subject, string>>;

const commands: Readonly<Record<Action, (words: Words) => string>> = {
  renew: ({ context }) => `talos-vault renew ${context}`,
  shorten: ({ context }) => `talos-vault renew ${context} --ttl 30d`,
  issue: ({ context }) =>
    `talos-vault issue ${context} --authority secrets.yaml`,
  narrow: ({ context }) => `talos-vault issue ${context} --roles os:reader`,
  "reader-beside": ({ context }) =>
    `talos-vault issue ${context} --roles os:reader --as ${context}-reader`,
  "push-reader": ({ context }) =>
    `talos-vault push ${context} ADDRESS --roles os:reader --ttl 30d`,
  pull: ({ context }) => `talos-vault pull ${context}`,
  "check-origins": () => "talos-vault origins --check",
  remove: ({ context }) => `talos-vault remove ${context}`,
  endpoints: ({ context }) =>
    `talos-vault set ${context} --endpoints ADDRESS,…`,
  nodes: ({ context }) => `talos-vault set ${context} --nodes ADDRESS,…`,
  proxy: ({ context }) =>
    `talos-vault set ${context} --proxy-url socks5://HOST:PORT`,
  rotation: ({ context }) => `talos-vault rotation ${context}`,
  "blast-radius": ({ context }) => `talos-vault blast-radius ${context}`,
  show: ({ context }) => `talos-vault show ${context}`,
  ping: ({ context }) => `talos-vault ping ${context}`,
  "can-i": ({ context }) => `talos-vault can-i ${context}`,
  "end-sessions": ({ sessions }) => `talos-vault end ${sessions}`,
  list: () => "talos-vault list",
  removed: () => "talos-vault removed",
  roles: () => "talos-vault roles",
  import: ({ file }) => `talos-vault import ${file}`,
  "import-and-remove": ({ file }) =>
    `talos-vault import --remove-source ${file}`,
  init: () => "talos-vault init",
  unlock: () => "talos-vault unlock",
  recover: () => "talos-vault recover",
  restore: ({ generation }) =>
    generation === ""
      ? "talos-vault restore --generation N (--list shows them; or a backup: FILE)"
      : `talos-vault restore --generation ${generation}`,
  generations: () => "talos-vault restore --list",
  "restore-backup": () => "talos-vault restore FILE",
  "keep-sops-key": () => "talos-vault sops-key import NAME KEYFILE",
  backup: () => "talos-vault backup FILE",
  doctor: () => "talos-vault doctor",
  "recovery-key": () => "talos-vault recovery-key",
  "verify-recovery-key": () => "talos-vault recovery-key verify",
  "set-passphrase": () => "talos-vault passphrase set",
  "change-passphrase": () => "talos-vault passphrase change",
  "try-passphrase": () => "talos-vault --passphrase-fd 3 doctor 3<FILE",
  "keep-authority": () => "talos-vault authority import secrets.yaml",
  authorities: () => "talos-vault authority list",
  clusters: () => "talos-vault cluster list",
  untested: again("--untested"),
  "own-key": again("--stored"),
  confirm: ({ context }) => again(`--reason TEXT --confirm ${context}`)(),
  force: again("--force"),
  "custom-roles": again("--custom-roles"),
  reader: again("--role os:reader"),
  "authority-file": again("--authority secrets.yaml"),
  "authority-passphrase": again("--authority-passphrase-fd N"),
  "other-authority": again("--other-ca"),
  "accept-older": () => "talos-vault restore --accept-older",
  "accept-log": () => "talos-vault audit accept",
  replace: again("--replace"),
  "recover-keychain": () => "talos-vault recover --keychain",
  "recover-passphrase": () => "talos-vault recover --passphrase",
  "no-keychain": () => "talos-vault init --no-keychain",
  "with-recovery-key": again("--recovery, or --recovery-fd N"),
  "new-passphrase": again("--new-passphrase-fd N"),
  "passphrase-fd": again("--passphrase-fd 3 3<FILE"),
  "on-conflict": again("--on-conflict rename, replace or skip"),
  "to-recipients": again("--to-recipients age1…"),
  // By its name: who reads it may have typed another verb, as `start`.
  "import-earlier": ({ file }) => `talos-vault import --earlier ${file}`,
};

/** The command for each action, best first. */
export function commandsOf({
  actions,
  about = {},
}: Pick<Problem, "actions" | "about">): readonly string[] {
  const words = {
    context: nameWord(about.context ?? "CONTEXT"),
    file: about.file === undefined ? "FILE" : shellWord(about.file),
    generation: about.generation ?? "",
    sessions: about.sessions?.join(" ") ?? "SESSION",
  };
  return actions.map((action) => commands[action](words));
}

/** What to do about a problem, with the commands that do it; the commands alone where they say it all. */
export function nextStep(
  problem: Pick<Problem, "next" | "actions" | "about">,
): string {
  const run = commandsOf(problem).join("; or: ");
  if (problem.next === "" || run === "") return `${problem.next}${run}`;
  return `${problem.next} Run: ${run}`;
}

/** All of a problem in one line. */
export function problemText(problem: Problem): string {
  return [problem.message, nextStep(problem)].filter(Boolean).join(" ");
}

/** The one context of a problem that may be about many. */
export function aboutOnly([first, ...others]: readonly string[]): Subject {
  return first === undefined || others.length > 0 ? {} : { context: first };
}
