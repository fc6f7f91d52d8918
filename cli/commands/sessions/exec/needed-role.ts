import { basename } from "node:path";
import {
  isJudgedByContent,
  mayEscape,
} from "../../../../shared/core/gateway/outlasting-calls.ts";
import { findCommand } from "../../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../../shared/core/roles/judge-access.ts";
import { latestVersion } from "../../../../shared/core/roles/methods.ts";
import { narrowestRole } from "../../../../shared/core/roles/narrowest-role.ts";
import { hasEveryRight } from "../../../../shared/core/roles/role.ts";
import type {
  Lease,
  SessionFacts,
} from "../../../../shared/core/sessions/lease.ts";
import {
  nameWord,
  shellWord,
} from "../../../../shared/core/text/shell-words.ts";
import type { Cli } from "../../../cli.ts";
import { withoutGateway } from "../choose-delivery.ts";

/** What the session was, whose command failed. */
type Failed = Pick<SessionFacts, "context" | "roles"> & Pick<Lease, "delivery">;

/**
 * After a command of talosctl failed that the session does not allow: which role it needs, and which delivery, and the line
 * that has them. Talos itself says "not authorized" only, and a gateway what it lets nobody have. Said afterwards and never
 * instead of running it: the table may be older than the node.
 */
export function tellNeededRole(
  { terminal }: Pick<Cli, "terminal">,
  { context, roles, delivery }: Failed,
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
  if (delivery === "gateway" && found.command.requires.some(outlasts)) {
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

/** Whatever it asks for. */
function outlasts(method: string): boolean {
  return mayEscape(method) && !isJudgedByContent(method);
}
