import { useState } from "react";
import type {
  ImportOutcome,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { UndoIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { useUndo } from "../use-undo.ts";
import styles from "./import.module.css";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";

/** What happened, and the plaintext that is still lying about. */
export function ImportOutcomeSection({
  preview,
  outcome,
  total,
  left,
  onAgain,
}: {
  readonly preview: ImportPreview;
  readonly outcome: ImportOutcome;
  /** How many contexts the vault has now. */
  readonly total: number;
  /** So many other files were dropped with it. */
  readonly left: number;
  readonly onAgain: () => void;
}) {
  const offer = useUndo();
  // Of this import, whatever is changed while the page shows it.
  const [undo] = useState(offer);
  const { imported, current } = outcome;
  return (
    <>
      <Section title="In the vault">
        <p>
          {imported === 0
            ? nothingImported(preview)
            : `${countOf(imported, "context")} imported; ${withCommas(total)} in the vault.`}
          {current ? ` Current context: ${current}.` : ""}
        </p>
        <div className={styles["footer"]}>
          <div className={styles["actions"]}>
            {left > 0 ? (
              <Button tone="primary" onClick={onAgain}>
                {`Review the next file (${String(left)} left)`}
              </Button>
            ) : null}
            <Button
              tone={left > 0 ? "plain" : "primary"}
              onClick={() => go({ page: "contexts", name: null })}
            >
              Show the contexts
            </Button>
            {left > 0 ? null : (
              <Button onClick={onAgain}>Import another</Button>
            )}
          </div>
          {imported > 0 ? (
            <Button
              tone="quiet"
              onClick={() => {
                undo();
                onAgain();
              }}
            >
              <UndoIcon aria-hidden />
              Undo the import
            </Button>
          ) : null}
        </div>
      </Section>
      <Leftover preview={preview} outcome={outcome} />
    </>
  );
}

function nothingImported({ contexts }: ImportPreview): string {
  return contexts.every(({ kind }) => kind === "already-there")
    ? "Nothing was new: the vault has it all already."
    : "Nothing was imported.";
}

function Leftover({
  preview,
  outcome,
}: {
  readonly preview: ImportPreview;
  readonly outcome: ImportOutcome;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const [isGone, setIsGone] = useState(false);
  const { token, path } = preview;
  const isClipboard = preview.from === "clipboard";
  if (isGone)
    return (
      <Notice tone="info">
        {isClipboard
          ? "The clipboard is empty."
          : `${path} was removed: the vault was read back and holds all of it.`}
      </Notice>
    );
  if (isClipboard)
    return (
      <Notice
        tone="warning"
        action={
          <Button
            size="small"
            isBusy={isBusy}
            onClick={() =>
              void run(call("imports.clear-clipboard", { token }), () =>
                setIsGone(true),
              )
            }
          >
            Clear clipboard
          </Button>
        }
      >
        The clipboard still holds the private keys.
      </Notice>
    );
  if (outcome.leftOver.length > 0)
    return (
      <Notice
        tone="warning"
        next={`It also has ${listed(outcome.leftOver)}. Move what you need elsewhere, then remove it yourself.`}
      >
        {path} stays, with its private keys in plain text: it is not all in the
        vault.
      </Notice>
    );
  if (!outcome.canRemoveSource) return null;
  return (
    <Notice
      tone="warning"
      next="The vault is read back from disk and compared with it field by field first."
      action={
        <Button
          size="small"
          tone="danger"
          isBusy={isBusy}
          onClick={() =>
            void run(call("imports.remove-source", { token }), () =>
              setIsGone(true),
            )
          }
        >
          Remove the file
        </Button>
      }
    >
      {path} still holds the private keys in plain text.
    </Notice>
  );
}

const mostListed = 4;

function listed(things: readonly string[]): string {
  const shown = things.slice(0, mostListed);
  const more = things.length - shown.length;
  return more > 0
    ? `${shown.join("; ")}; and ${String(more)} more`
    : shown.join("; ");
}
