import { useState } from "react";
import {
  findCommand,
  type TalosctlCommand,
} from "../../../shared/core/roles/commands.ts";
import { narrowestRole } from "../../../shared/core/roles/narrowest-role.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Grid, GridCell, GridRow } from "../../ui/grid.tsx";
import { TerminalIcon } from "../../ui/icons.ts";
import { ContextLinks } from "../names/context-links.tsx";
import { MoreButton } from "../more-button.tsx";
import { useCurrentRow } from "../rows/index.ts";
import { useNow } from "../times/now.ts";
import { makerOf } from "../sessions/session-draft.ts";
import { StartDialog } from "../sessions/start-dialog.tsx";
import { useShowMore } from "../use-show-more.ts";
import type { VaultView } from "../vault-view.ts";
import { commandsLike, contextsFor, noteText } from "./match-commands.ts";
import styles from "./roles.module.css";

const minute = 60_000;
const commandsShown = 6;
const contextsShown = 6;

/** The least role for what was typed, and the contexts whose credential allows it. */
export function RoleAdvice({
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
    return <p className={styles["soft"]}>Runs locally: no role needed.</p>;
  if (found.kind === "removed")
    return (
      <p className={styles["soft"]}>This command was removed from talosctl.</p>
    );
  const commands =
    found.kind === "calls" ? [found.command] : commandsLike(wanted);
  if (commands.length === 0)
    return <p className={styles["soft"]}>No matching command of talosctl.</p>;
  return (
    <Commands key={wanted} view={view} commands={commands} version={version} />
  );
}

function Commands({
  view,
  commands,
  version,
}: {
  readonly view: VaultView;
  readonly commands: readonly TalosctlCommand[];
  readonly version: string;
}) {
  const { shown, rest, showMore } = useShowMore(commands, commandsShown);
  return (
    <div>
      <Grid label="Commands of talosctl" className={styles["advice"]}>
        {shown.map((command) => (
          <Advised
            key={command.command}
            view={view}
            command={command}
            version={version}
          />
        ))}
      </Grid>
      <MoreButton rest={rest} onMore={showMore} />
    </div>
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
  const now = useNow(minute);
  const role = narrowestRole(command, version);
  const able = contextsFor(view.contexts, command, version, now);
  return (
    <GridRow id={command.command} className={styles["command"]}>
      <GridCell className={styles["name"]}>talosctl {command.command}</GridCell>
      {role ? (
        <GridCell>
          <h3 className={styles["label"]}>Least role</h3>
          <Badge tone="accent">{role}</Badge>
        </GridCell>
      ) : null}
      <GridCell className={styles["who"]}>
        {role ? (
          <>
            <h3 className={styles["label"]}>Contexts that may</h3>
            {able.length === 0 ? (
              <p className={styles["soft"]}>None of yours that is valid.</p>
            ) : (
              <ContextLinks names={able} most={contextsShown} />
            )}
            <div>
              <StartWith view={view} role={role} now={now} />
            </div>
          </>
        ) : (
          <p className={styles["soft"]}>Talos {version} does not have it.</p>
        )}
        {command.note ? (
          <p className={styles["soft"]}>{noteText(command.note)}</p>
        ) : null}
      </GridCell>
    </GridRow>
  );
}

/** A session with that role and no other, where the vault or a node can make one. */
function StartWith({
  view,
  role,
  now,
}: {
  readonly view: VaultView;
  readonly role: string;
  readonly now: number;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const current = useCurrentRow();
  const able = view.contexts.filter((one) => makerOf(one, now) !== "none");
  const context = able.find(({ name }) => name === current?.name) ?? able[0];
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
