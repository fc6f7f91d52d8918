import { basename } from "node:path";
import { findCommand } from "../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../shared/core/roles/judge-access.ts";
import { latestVersion } from "../../../shared/core/roles/methods.ts";
import { narrowestRole } from "../../../shared/core/roles/narrowest-role.ts";
import { hasEveryRight } from "../../../shared/core/roles/role.ts";
import type { SessionFacts } from "../../../shared/core/sessions/lease.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";
import type { Cli } from "../../cli.ts";

/**
 * After a command of talosctl failed that the session's roles do not allow: which role it needs, and the line that has
 * it. Talos itself says "not authorized" only. Said afterwards and never instead of running it: the table may be older
 * than the node.
 */
export function tellNeededRole(
  { terminal }: Pick<Cli, "terminal">,
  { context, roles }: Pick<SessionFacts, "context" | "roles">,
  command: readonly string[],
): void {
  const [program = "", ...words] = command;
  // What Omni or a server allows is not known here.
  if (!basename(program).startsWith("talosctl") || roles.length === 0) return;
  const found = findCommand(words);
  if (found.kind !== "calls" || hasEveryRight(roles)) return;
  if (judgeCommand(roles, found.command).isAllowed) return;
  const role = narrowestRole(found.command, latestVersion);
  if (role === null) return;
  const line = [
    `talos-vault exec ${nameWord(context)} --role`,
    ...[role, "--", ...command].map(shellWord),
  ].join(" ");
  terminal.say(
    `talos-vault: talosctl ${found.command.command} needs ${role}, and this session has ${roles.join(", ")}. Run: ${line}`,
  );
}
