import { useState } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { TypedPathField } from "../fields/path-field.tsx";
import { useCopy } from "../use-copy.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyIcon } from "../../ui/icons.ts";
import styles from "./handover.module.css";

/** A text to be sent, copied or saved. Nothing secret is in it. */
export function HandoverText({
  label,
  text,
  isPathTyped,
}: {
  readonly label: string;
  readonly text: string;
  /** The host has no dialog of the system's. */
  readonly isPathTyped: boolean;
}) {
  const call = useCall();
  const { copy, dialog } = useCopy();
  const { save, isBusy } = useSave(text);
  return (
    <div className={styles["text"]}>
      <textarea
        readOnly
        aria-label={label}
        rows={8}
        spellCheck={false}
        value={text}
        className={styles["pem"]}
        onFocus={({ target }) => target.select()}
      />
      <div className={styles["actions"]}>
        <Button
          size="small"
          onClick={() => copy(call("handover.copy", { text }))}
        >
          <CopyIcon aria-hidden />
          Copy it
        </Button>
        {isPathTyped ? null : (
          <Button size="small" isBusy={isBusy} onClick={() => save({})}>
            Save it…
          </Button>
        )}
      </div>
      {isPathTyped ? <SaveAt isBusy={isBusy} save={save} /> : null}
      {dialog}
    </div>
  );
}

/** Writes the text into a file; without a path main asks for one. */
function useSave(text: string) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const save = (at: { readonly path?: string }) =>
    void run(
      call("handover.save", { text, ...at }),
      (saved) =>
        saved && toasts.show({ tone: "info", text: `Saved in ${saved.path}.` }),
    );
  return { save, isBusy };
}

function SaveAt({ save, isBusy }: ReturnType<typeof useSave>) {
  const [path, setPath] = useState("");
  return (
    <>
      <TypedPathField
        label="File to write"
        hint="a file that is there is not replaced."
        path={path}
        onType={setPath}
      />
      <Button
        size="small"
        isBusy={isBusy}
        disabled={path === ""}
        onClick={() => save({ path })}
      >
        Save it
      </Button>
    </>
  );
}

/** Words that two people compare. */
export function Words({
  of,
  words,
}: {
  readonly of: string;
  readonly words: string;
}) {
  return (
    <p>
      Words of the {of}: <strong className={styles["words"]}>{words}</strong>
    </p>
  );
}
