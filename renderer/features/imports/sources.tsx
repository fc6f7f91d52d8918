import { useEffect, useState, type DragEvent } from "react";
import type {
  FoundTalosconfig,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useBridge, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { ImportIcon, PasteIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { isField, isUnderLayer } from "../../keyboard/layers.ts";
import { Progress, Section } from "../../ui/page.tsx";
import type { VaultView } from "../vault-view.ts";
import styles from "./import.module.css";
import { countOf } from "../../../shared/core/count-of.ts";

type Source = RequestOf<"imports.open">;

/** Where a talosconfig can come from. Its content never passes through this window. */
export function Sources({
  view,
  onOpen,
}: {
  readonly view: VaultView;
  readonly onOpen: (preview: ImportPreview) => void;
}) {
  const call = useCall();
  const bridge = useBridge();
  const { run, isBusy } = useAction();
  const [isOver, setIsOver] = useState(false);
  const found = useAnswer("imports.found", {}, []);
  const { readClipboard, chooseFiles } = view.state.can;
  const open = (source: Source) =>
    void run(call("imports.open", source), (preview) => {
      if (preview) onOpen(preview);
    });
  usePaste(readClipboard, () => open({ kind: "clipboard" }));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    void bridge.openDropped(file).then((source) => source && open(source));
  };
  return (
    <>
      {isBusy ? <Progress label="Reading the talosconfig" /> : null}
      {(found.value ?? []).map((one) => (
        <Found
          key={one.path}
          found={one}
          isBusy={isBusy}
          onOpen={() => open({ kind: "path", path: one.path })}
        />
      ))}
      <div
        className={styles["drop"]}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <ImportIcon aria-hidden />
        <p>
          Drop a talosconfig here
          {readClipboard
            ? ", or press Ctrl-V to take it from the clipboard"
            : ""}
          .
        </p>
        <div className={styles["actions"]}>
          {chooseFiles ? (
            <Button isBusy={isBusy} onClick={() => open({ kind: "dialog" })}>
              Choose a file…
            </Button>
          ) : null}
          {readClipboard ? (
            <Button isBusy={isBusy} onClick={() => open({ kind: "clipboard" })}>
              <PasteIcon aria-hidden />
              From the clipboard
            </Button>
          ) : null}
        </div>
        {chooseFiles ? null : (
          <PathField onOpen={(path) => open({ kind: "path", path })} />
        )}
      </div>
    </>
  );
}

function Found({
  found: { path, origin, contexts, problem },
  isBusy,
  onOpen,
}: {
  readonly found: FoundTalosconfig;
  readonly isBusy: boolean;
  readonly onOpen: () => void;
}) {
  if (problem !== null)
    return (
      <Notice tone="warning" next={problem}>
        {path} is where talosctl looks, and cannot be read.
      </Notice>
    );
  return (
    <Section title="Found where talosctl looks">
      <div className={styles["found"]}>
        <div className={styles["foundText"]}>
          <span>{path}</span>
          <span className={styles["soft"]}>
            {countOf(contexts, "context")} in plain text
            {origin === "TALOSCONFIG" ? ", named by TALOSCONFIG" : ""}
          </span>
        </div>
        <Button tone="primary" isBusy={isBusy} onClick={onOpen}>
          Review
        </Button>
      </div>
    </Section>
  );
}

/** A path on this machine, where there is no file dialog. */
function PathField({ onOpen }: { readonly onOpen: (path: string) => void }) {
  const [path, setPath] = useState("");
  return (
    <form
      className={styles["path"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (path !== "") onOpen(path);
      }}
    >
      <TextField
        label="Or a file on this machine"
        placeholder="/home/you/talosconfig"
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <Button type="submit" disabled={path === ""}>
        Review
      </Button>
    </form>
  );
}

/** Pasting outside a field asks main to read the clipboard: this window does not look into it. */
function usePaste(isPossible: boolean, onPaste: () => void): void {
  useEffect(() => {
    if (!isPossible) return;
    const listen = (event: ClipboardEvent) => {
      if (isUnderLayer() || isField(event.target)) return;
      event.preventDefault();
      onPaste();
    };
    document.addEventListener("paste", listen);
    return () => document.removeEventListener("paste", listen);
  }, [isPossible, onPaste]);
}
