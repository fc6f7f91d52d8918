import { useState } from "react";
import type { AppState } from "../../../shared/contract/vault.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { HelpIcon } from "../../ui/icons.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import styles from "./help.module.css";
import { PlainItem } from "./sidebar-items.tsx";

/** The way to the help, from everywhere. The keys have a dialog of their own. */
export function Help({ state }: { readonly state: AppState }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <PlainItem Icon={HelpIcon} onClick={() => setIsOpen(true)}>
        Help
      </PlainItem>
      {isOpen ? (
        <HelpDialog state={state} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}

/** What this program is, and what helps whoever looks for a fault. */
function HelpDialog({
  state,
  onClose,
}: {
  readonly state: AppState;
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
      isWide
      title="Help"
      onClose={onClose}
      problem={problem}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        Talos Vault {state.version}. It keeps credentials of Talos Linux
        clusters encrypted on this machine, and lends them to terminals for a
        while. Its guide comes with the source, as docs/guide.md. Press{" "}
        <kbd>?</kbd> for the keys.
      </p>
      <p>
        The vault&rsquo;s files are in <code>{state.path}</code>.
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
