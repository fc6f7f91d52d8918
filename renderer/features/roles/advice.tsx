import { useState } from "react";
import {
  findCommand,
  talosctlCommands,
  type TalosctlCommand,
} from "../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../shared/core/roles/judge-access.ts";
import { narrowestRole } from "../../../shared/core/roles/narrowest-role.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { TerminalIcon } from "../../ui/icons.ts";
import { ContextLinks } from "../context-links.tsx";
import { useNow } from "../now.ts";
import { makerOf } from "../sessions/draft.ts";
import { StartDialog } from "../sessions/start-dialog.tsx";
import type { VaultView } from "../vault-view.ts";
import styles from "./roles.module.css";

const minute = 60_000;
const commandsShown = 6;
const contextsShown = 6;

/** The least role for what was typed, and the contexts whose credential allows it. */
export function Advice({
  view,
  typed,
  version,
}: {
  readonly view: VaultView;
  readonly typed: string;
  readonly version: string;
}) {
  const wanted = typed.trim();
  if (wanted === "") return null;
  const found = findCommand(wanted.split(/\s+/));
  if (found.kind === "local")
    return <p className={styles["soft"]}>It asks no node: it needs no role.</p>;
  if (found.kind === "removed")
    return <p className={styles["soft"]}>It only prints that it is gone.</p>;
  const commands =
    found.kind === "calls" ? [found.command] : containing(wanted);
  if (commands.length === 0)
    return (
      <p className={styles["soft"]}>No command of talosctl is like that.</p>
    );
  return (
    <ul className={styles["advice"]}>
      {commands.map((command) => (
        <Advised
          key={command.command}
          view={view}
          command={command}
          version={version}
        />
      ))}
    </ul>
  );
}

function Advised({
  view,
  command,
  version,
}: {
  readonly view: VaultView;
  readonly command: TalosctlCommand;
  readonly version: string;
}) {
  const role = narrowestRole(command, version);
  return (
    <li className={styles["command"]}>
      <span className={styles["name"]}>talosctl {command.command}</span>
      <span>{role ? <Badge tone="accent">{role}</Badge> : null}</span>
      <div>
        {role ? (
          <>
            <Contexts view={view} command={command} version={version} />
            <StartWith view={view} role={role} />
          </>
        ) : (
          <p className={styles["soft"]}>Talos {version} does not have it.</p>
        )}
        {command.note ? <p className={styles["soft"]}>{command.note}</p> : null}
      </div>
    </li>
  );
}

function containing(text: string): readonly TalosctlCommand[] {
  return talosctlCommands
    .filter(({ command }) => command.includes(text.toLowerCase()))
    .slice(0, commandsShown);
}

/** Contexts that allow it, those with the fewest roles first. */
function Contexts({
  view,
  command,
  version,
}: {
  readonly view: VaultView;
  readonly command: TalosctlCommand;
  readonly version: string;
}) {
  const able = view.contexts.filter(
    ({ roles }) => judgeCommand(roles, command, version).isAllowed,
  );
  if (able.length === 0)
    return <span className={styles["soft"]}>No context of yours may.</span>;
  return (
    <ContextLinks names={able.map(({ name }) => name)} most={contextsShown} />
  );
}

/** A session with that role and no other, where the vault or a node can make one. */
function StartWith({
  view,
  role,
}: {
  readonly view: VaultView;
  readonly role: string;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const now = useNow(minute);
  const able = view.contexts.filter((one) => makerOf(one, now) !== "none");
  const [context] = [...able.filter(({ current }) => current), ...able];
  if (!context) return null;
  return (
    <>
      <Button size="small" onClick={() => setIsOpen(true)}>
        <TerminalIcon aria-hidden />
        Start a session with {role}…
      </Button>
      {isOpen ? (
        <StartDialog
          view={view}
          context={context.name}
          role={role}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}
