import { useState } from "react";
import type {
  FoundTalosconfig,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { ImportIcon, PasteIcon } from "../../ui/icons.ts";
import { Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { HandoverSection } from "../handover/index.ts";
import { StoreSource } from "../stores/index.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./import.module.css";
import { countOf } from "../../../shared/core/counted-noun.ts";
import type { Source } from "./use-arrivals.ts";

/** Where a talosconfig can come from. Its content never passes through this window. */
export function Sources({
  view,
  isBusy,
  onOpen,
  onChoose,
  onOpened,
}: {
  readonly view: VaultView;
  readonly isBusy: boolean;
  readonly onOpen: (source: Source) => void;
  /** In the system's dialog. */
  readonly onChoose: () => void;
  /** A store was asked. */
  readonly onOpened: (preview: ImportPreview | null) => void;
}) {
  const found = useAnswer("imports.found", {}, []);
  const { readClipboard, chooseFiles } = view.state.can;
  return (
    <>
      {isBusy ? <Progress label="Reading the talosconfig" /> : null}
      {(found.value ?? []).map((one) => (
        <Found
          key={one.path}
          found={one}
          isBusy={isBusy}
          onOpen={() => onOpen({ kind: "path", path: one.path })}
        />
      ))}
      <div className={styles["drop"]}>
        <ImportIcon aria-hidden />
        <p>
          Drop talosconfigs here, or anywhere on the window
          {readClipboard
            ? ", or press Ctrl-V to take it from the clipboard"
            : ""}
          .
        </p>
        <div className={styles["actions"]}>
          {chooseFiles ? (
            <Button isBusy={isBusy} onClick={onChoose}>
              Choose files…
            </Button>
          ) : null}
          {readClipboard ? (
            <Button
              isBusy={isBusy}
              onClick={() => onOpen({ kind: "clipboard" })}
            >
              <PasteIcon aria-hidden />
              From the clipboard
            </Button>
          ) : null}
        </div>
        {chooseFiles ? null : (
          <PathField onOpen={(path) => onOpen({ kind: "path", path })} />
        )}
      </div>
      <StoreSource onOpened={onOpened} />
      <HandoverSection isPathTyped={!chooseFiles} />
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
      <Problem
        tone="warning"
        error={{
          ...problem,
          message: `${path} is where talosctl looks, and cannot be read. ${problem.message}`,
        }}
      />
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
