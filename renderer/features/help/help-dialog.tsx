import { useState } from "react";
import type { HelpTopic } from "../../../shared/contract/events.ts";
import type { AppState } from "../../../shared/contract/vault.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import styles from "./help.module.css";

/** What this program is, the ways to its guide and its keys, and what helps whoever looks for a fault. */
export function HelpDialog({
  state,
  onOpen,
  onClose,
}: {
  readonly state: AppState;
  /** Another part of the help, in this one's place. */
  readonly onOpen: (topic: HelpTopic) => void;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [copied, setCopied] = useState<{
    readonly text: string;
    readonly isCopied: boolean;
  } | null>(null);
  const copy = () =>
    void run(call("vault.diagnostics", {}), (given) => {
      setCopied(given);
      if (given.isCopied) return;
      navigator.clipboard.writeText(given.text).then(
        () => setCopied({ ...given, isCopied: true }),
        () => undefined,
      );
    });
  return (
    <Dialog
      isWide={copied !== null}
      title="Help"
      onClose={onClose}
      problem={problem}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        Talos Vault {state.version}. It keeps credentials of Talos Linux
        clusters encrypted on this machine, and lends them to terminals for a
        while.
      </p>
      <div className={styles["actions"]}>
        <Button size="small" onClick={() => onOpen("guide")}>
          Guide
        </Button>
        <Button size="small" onClick={() => onOpen("shortcuts")}>
          Keyboard shortcuts
        </Button>
      </div>
      <p>
        The vault&apos;s files are in <code>{state.path}</code>.
      </p>
      <div className={styles["actions"]}>
        <Button size="small" isBusy={isBusy} onClick={copy}>
          Copy diagnostics
        </Button>
        {state.can.showFolder ? (
          <Button
            size="small"
            isBusy={isBusy}
            onClick={() => void run(call("vault.show-folder", {}))}
          >
            Show the vault folder
          </Button>
        ) : null}
      </div>
      {copied ? (
        <>
          <p role="status">
            {copied.isCopied
              ? "Copied. There is no name, address or key in it:"
              : "Copy it from here. There is no name, address or key in it:"}
          </p>
          <ScrollRegion label="Diagnostics" className={styles["diagnostics"]}>
            {/* A line break inside a text would be spelled out (decision 37). */}
            {copied.text
              .trimEnd()
              .split("\n")
              .map((line) => (
                <pre key={line}>{line}</pre>
              ))}
          </ScrollRegion>
        </>
      ) : null}
    </Dialog>
  );
}
