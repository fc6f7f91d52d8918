import { useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Grid, GridCell, GridRow } from "../../ui/grid.tsx";
import { RemoveIcon, UndoIcon } from "../../ui/icons.ts";
import { TextField } from "../../ui/field.tsx";
import { Progress } from "../../ui/progress.tsx";
import { ContextName } from "../names/context-name.tsx";
import { dateText, timeText } from "../times/date-text.ts";
import styles from "./contexts.module.css";

type Removed = ReplyOf<"contexts.removed">[number];

/** A button with what can be put back; not there when nothing can. */
export function RecentlyRemoved() {
  const removed = useAnswer("contexts.removed", {}, ["vault"]);
  const [isOpen, setIsOpen] = useState(false);
  const count = removed.value?.length ?? 0;
  return (
    <>
      {count > 0 ? (
        <Button size="small" tone="quiet" onClick={() => setIsOpen(true)}>
          <RemoveIcon aria-hidden />
          Recently removed
        </Button>
      ) : null}
      {isOpen ? (
        <RemovedDialog
          removed={removed.value}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}

function RemovedDialog({
  removed,
  onClose,
}: {
  readonly removed: readonly Removed[] | null;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [taken, setTaken] = useState<Removed | null>(null);
  const [as, setAs] = useState("");
  const putBack = async (one: Removed, name?: string) => {
    const { removedAt } = one;
    const request = { name: one.name, removedAt };
    const work = call(
      "contexts.put-back",
      name ? { ...request, as: name } : request,
    );
    const isDone = await run(work, () => setTaken(null));
    if (isDone || name !== undefined) return;
    // Its name may be taken by now.
    setTaken(one);
    setAs(`${one.name}-2`);
  };
  return (
    <Dialog
      isWide
      title="Recently removed"
      onClose={onClose}
      onSubmit={() =>
        taken && as !== "" ? void putBack(taken, as) : undefined
      }
      problem={problem}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        Removed contexts are kept for 30 days, encrypted in the vault.
        Generations and backups of before hold them longer.
      </p>
      {removed === null ? <Progress label="Reading what was removed" /> : null}
      {removed?.length === 0 ? <p>Nothing is left to put back.</p> : null}
      <Grid className={styles["removed"]} label="Removed contexts">
        {removed?.map((one) => (
          <GridRow
            key={`${one.name}:${one.removedAt}`}
            id={`${one.name}:${one.removedAt}`}
            className={styles["removedRow"]}
            onUse={isBusy ? undefined : () => void putBack(one)}
          >
            <GridCell className={styles["removedName"]}>
              <ContextName name={one.name} wasProduction={one.production} />
              <span className={styles["removedWhen"]}>
                {`${one.roles.join(", ")} · removed ${timeText(one.removedAt)} · kept until ${dateText(one.until)}`}
              </span>
            </GridCell>
            <GridCell className={styles["removedCommands"]}>
              <Button
                size="small"
                isBusy={isBusy}
                aria-label={`Put back ${one.name}`}
                onClick={() => void putBack(one)}
              >
                <UndoIcon aria-hidden />
                Put back
              </Button>
              <Button
                size="small"
                tone="danger"
                isBusy={isBusy}
                aria-label={`Remove for good: ${one.name}`}
                onClick={() =>
                  void run(
                    call("contexts.forget", {
                      name: one.name,
                      removedAt: one.removedAt,
                    }),
                  )
                }
              >
                Remove for good
              </Button>
            </GridCell>
          </GridRow>
        ))}
      </Grid>
      {taken ? (
        <TextField
          label="Another name for it"
          hint="Press Enter to put it back under this name."
          value={as}
          onChange={(event) => setAs(event.target.value)}
        />
      ) : null}
    </Dialog>
  );
}
