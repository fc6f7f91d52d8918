import { useState } from "react";
import type {
  AppState,
  KeptGeneration,
  KeptGenerations,
} from "../../../../shared/contract/vault.ts";
import type { RequestOf } from "../../../../shared/contract/index.ts";
import { countOf, withCommas } from "../../../../shared/core/counted-noun.ts";
import type { Action } from "../../../bridge/action.ts";
import { useCall, useHostEvent } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { TableRow } from "../../../ui/grid.tsx";
import { CommandTable } from "../../../ui/table.tsx";
import styles from "../../card.module.css";
import { ContextNames } from "../../names/context-name.tsx";
import { timeText } from "../../times/date-text.ts";

type Way = RequestOf<"vault.generations">["with"];

const shownAtFirst = 5;

/**
 * The earlier generations: when each was written, how many contexts it has, and how many of them the vault lacks. Which
 * those are is named when somebody asks: the vault is closed, and the page shows no name by itself.
 */
export function Generations({
  state,
  counted,
  run,
  isBusy,
  onPutBack,
}: {
  readonly state: AppState;
  /** What could be said without asking anybody; null: not yet. */
  readonly counted: KeptGenerations | null;
  readonly run: Action["run"];
  readonly isBusy: boolean;
  readonly onPutBack: (generation: string) => void;
}) {
  const call = useCall();
  const [named, setNamed] = useState<KeptGenerations | null>(null);
  const [isWhole, setIsWhole] = useState(false);
  // A lock takes the names away, and another file has others.
  useHostEvent(({ kind }) => {
    if (kind === "state" || kind === "vault") setNamed(null);
  });
  const kept = named ?? counted;
  const look = (way: Way) =>
    void run(call("vault.generations", { with: way, isNamed: true }), setNamed);
  const rows =
    kept?.generations ?? state.backups.map((name) => ({ name, inside: null }));
  const shown = isWhole ? rows : rows.slice(0, shownAtFirst);
  const isOpened = rows.some(({ inside }) => inside !== null);
  return (
    <section aria-label="Earlier generations" className={styles["part"]}>
      <h2 className={styles["partTitle"]}>
        {countOf(rows.length, "earlier generation")} on this machine
      </h2>
      <CommandTable
        label="Earlier generations, the newest first"
        columns={[
          "Generation",
          "Written",
          "Contexts",
          "The vault lacks",
          "Way back",
        ]}
      >
        {shown.map((one) => (
          <Row
            key={one.name}
            generation={one}
            isBusy={isBusy}
            onPutBack={() => onPutBack(one.name)}
          />
        ))}
      </CommandTable>
      <div className={styles["actions"]}>
        {rows.length > shown.length ? (
          <Button size="small" onClick={() => setIsWhole(true)}>
            {`Show all ${String(rows.length)}`}
          </Button>
        ) : null}
        {named === null && isOpened ? (
          <Button size="small" isBusy={isBusy} onClick={() => look("keychain")}>
            Name the contexts
          </Button>
        ) : null}
        {!isOpened && state.hasPassphrase ? (
          <Button
            size="small"
            isBusy={isBusy}
            onClick={() => look("passphrase")}
          >
            Look inside with the passphrase…
          </Button>
        ) : null}
        {!isOpened && state.hasRecovery ? (
          <Button
            size="small"
            isBusy={isBusy}
            onClick={() => look("recovery-key")}
          >
            Look inside with the recovery key…
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Row({
  generation,
  isBusy,
  onPutBack,
}: {
  readonly generation: KeptGeneration;
  readonly isBusy: boolean;
  readonly onPutBack: () => void;
}) {
  const { name: number, inside } = generation;
  return (
    <TableRow id={number} onUse={isBusy ? undefined : onPutBack}>
      <td>{number}</td>
      <td>{inside ? timeText(inside.writtenAt) : "not opened"}</td>
      <td>{inside ? withCommas(inside.contexts) : ""}</td>
      <td>{inside ? <Lacking inside={inside} /> : null}</td>
      <td>
        <Button
          size="small"
          isBusy={isBusy}
          aria-label={`Put back generation ${number}`}
          onClick={onPutBack}
        >
          Put back
        </Button>
      </td>
    </TableRow>
  );
}

/** What the vault lacks of it: how many contexts, or which. */
function Lacking({
  inside: { lacking, names },
}: {
  readonly inside: NonNullable<KeptGeneration["inside"]>;
}) {
  if (lacking === 0) return "none of them";
  if (names === null) return countOf(lacking, "of them", "of them");
  const rest = lacking - names.length;
  return (
    <>
      <ContextNames names={names} />
      {rest > 0 ? ` and ${withCommas(rest)} more` : null}
    </>
  );
}
