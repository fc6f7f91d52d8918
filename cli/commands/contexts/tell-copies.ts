import type { ChangeOutcome } from "../../../shared/core/agent/changes.ts";
import { hoursText } from "../../../shared/core/gateway/guard/guard-rules.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";
import type {
  ContextEdit,
  GuardEdit,
} from "../../../shared/core/vault/context-edit.ts";
import type { Terminal } from "../../terminal.ts";

/** The command that guards other names of a credential as the one that was changed; a warning has told of each. */
export function tellCopies(
  terminal: Terminal,
  { warnings }: ChangeOutcome,
  { production, consent, guard }: ContextEdit,
): void {
  const marks = [
    ...(production ? ["--production"] : []),
    ...(consent ? ["--consent", consent] : []),
  ];
  const verb = guard ? "guard set" : "set";
  const said = (guard ? bounds(guard) : marks).map(shellWord).join(" ");
  for (const { code, about } of warnings)
    if (code === "copy-less-guarded" && said !== "")
      terminal.say(
        `To guard it too: talos-vault ${verb} ${nameWord(about?.context ?? "")} ${said}`,
      );
}

function bounds({ allow, hold, deny, maxNodes, hours }: GuardEdit) {
  const lists = { "--allow": allow, "--hold": hold, "--deny": deny };
  return [
    ...Object.entries(lists).flatMap(([option, list]) =>
      list ? [option, list.join(",")] : [],
    ),
    ...(maxNodes ? ["--max-nodes", String(maxNodes)] : []),
    ...(hours ? ["--hours", hoursText(hours)] : []),
  ];
}
