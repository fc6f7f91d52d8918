import { basename } from "node:path";
import {
  guardsOf,
  type CallRefusal,
} from "../../../../shared/core/gateway/guard/decide-call.ts";
import { foreseeCall } from "../../../../shared/core/gateway/guard/foresee-call.ts";
import type { GuardRules } from "../../../../shared/core/gateway/guard/guard-rules.ts";
import {
  findCommand,
  type TalosctlCommand,
} from "../../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../../shared/core/roles/judge-access.ts";
import { latestVersion } from "../../../../shared/core/roles/methods.ts";
import { narrowestRole } from "../../../../shared/core/roles/narrowest-role.ts";
import { hasEveryRight } from "../../../../shared/core/roles/role.ts";
import type { SessionFacts } from "../../../../shared/core/sessions/lease.ts";
import {
  nameWord,
  shellWord,
} from "../../../../shared/core/text/shell-words.ts";
import type { Cli } from "../../../cli.ts";
import { withoutGateway } from "../starting/choose-delivery.ts";

/** What the session was, whose command failed. */
interface Failed extends Pick<SessionFacts, "context" | "roles"> {
  /** What calls through its gateway might do; null: it had none. */
  readonly rules: readonly GuardRules[] | null;
}

/**
 * After a command of talosctl failed that the session does not allow: which role it needs, and which delivery, and the line
 * that has them. Talos itself says "not authorized" only, and a gateway what it lets nobody have. Said afterwards and never
 * instead of running it: the table may be older than the node.
 */
export function tellNeededRole(
  { terminal }: Pick<Cli, "terminal">,
  { context, roles, rules }: Failed,
  command: readonly string[],
): void {
  const [program = "", ...words] = command;
  // What Omni or a server allows is not known here.
  if (!basename(program).startsWith("talosctl") || roles.length === 0) return;
  const found = findCommand(words);
  const role =
    found.kind === "calls" ? narrowestRole(found.command, latestVersion) : null;
  if (found.kind !== "calls" || role === null) return;
  const name = `talosctl ${found.command.command}`;
  if (isDenied(rules, roles, found.command)) {
    terminal.say(
      `talos-vault: The guard of the context, or --deny, denies ${name} whatever role a session has. Look: talos-vault guard show ${nameWord(context)}`,
    );
    return;
  }
  const why: string[] = [];
  const options = ["--role", role];
  if (!isAllowed(roles, found.command))
    why.push(
      `${name} needs ${role}, and this session has ${roles.join(", ")}.`,
    );
  if (rules && found.command.requires.some(isKeptIn(rules, roles))) {
    why.push(
      `What ${name} gives or leaves outlasts a session, and a gateway lets it pass only where --allow names it.`,
    );
    options.push("--delivery", withoutGateway);
  }
  if (why.length === 0) return;
  const line = [...options, "--", ...command].map(shellWord).join(" ");
  terminal.say(
    `talos-vault: ${why.join(" ")} Run: talos-vault exec ${nameWord(context)} ${line}`,
  );
}

function isAllowed(
  roles: readonly string[],
  command: Parameters<typeof judgeCommand>[1],
): boolean {
  return hasEveryRight(roles) || judgeCommand(roles, command).isAllowed;
}

/** Is something that it always calls denied, by name or by a group? */
function isDenied(
  rules: Failed["rules"],
  roles: readonly string[],
  { requires }: Pick<TalosctlCommand, "requires">,
): boolean {
  const isReason = (why: CallRefusal) =>
    why.kind === "denied" || (why.kind === "escape" && why.isDenied);
  return requires.some(isClosed(rules ?? [], roles, isReason));
}

/** Would it outlast the session, whatever it asks for, and is it named by no rule? */
function isKeptIn(rules: readonly GuardRules[], roles: readonly string[]) {
  return isClosed(
    rules,
    roles,
    (why) => why.kind === "escape" && !why.isDenied,
  );
}

/** Whether a method is closed, and for that reason. */
function isClosed(
  rules: readonly GuardRules[],
  roles: readonly string[],
  isReason: (because: CallRefusal) => boolean,
) {
  const guards = guardsOf(rules);
  return (method: string): boolean => {
    if (!guards.ok) return false;
    const foreseen = foreseeCall(guards.value, method, { roles });
    return foreseen.kind === "closed" && isReason(foreseen.because);
  };
}
