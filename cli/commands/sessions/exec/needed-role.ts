import { basename } from "node:path";
import { guardsOf } from "../../../../shared/core/gateway/guard/decide-call.ts";
import { foreseeCall } from "../../../../shared/core/gateway/guard/foresee-call.ts";
import type { GuardRules } from "../../../../shared/core/gateway/guard/guard-rules.ts";
import { findCommand } from "../../../../shared/core/roles/commands.ts";
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

/** Would it outlast the session, whatever it asks for, and is it named by no rule? What a guard denies, the guard has said. */
function isKeptIn(rules: readonly GuardRules[], roles: readonly string[]) {
  const guards = guardsOf(rules);
  return (method: string): boolean => {
    if (!guards.ok) return false;
    const foreseen = foreseeCall(guards.value, method, { roles });
    return (
      foreseen.kind === "closed" &&
      foreseen.because.kind === "escape" &&
      !foreseen.because.isDenied
    );
  };
}
