import { useEffect, useState } from "react";
import type {
  ImportOutcome,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import styles from "./import.module.css";
import type { Choice } from "./preview-item.tsx";
import { PreviewList } from "./preview-list.tsx";

/** What would happen to each context; a choice asks main again. */
export function Preview({
  first,
  left,
  onCancel,
  onDone,
}: {
  readonly first: ImportPreview;
  /** So many other files were dropped with it. */
  readonly left: number;
  readonly onCancel: () => void;
  readonly onDone: (preview: ImportPreview, outcome: ImportOutcome) => void;
}) {
  const call = useCall();
  const { run, ifShown, isBusy } = useAction();
  const toasts = useToasts();
  const [preview, setPreview] = useState(first);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [use, setUse] = useState(false);
  const choices = choicesOf(chosen);
  const { token } = first;
  useEffect(() => {
    if (chosen.size === 0) return;
    // Of other choices by now: what is shown is what would be imported.
    let isOld = false;
    void run(
      call("imports.preview", { token, choices: choicesOf(chosen) }),
      (answer) => (isOld ? null : setPreview(answer)),
    );
    return () => {
      isOld = true;
    };
  }, [chosen, call, run, token]);
  const count = preview.contexts.filter(({ kind }) =>
    ["new", "renamed", "replaced"].includes(kind),
  ).length;
  const apply = () =>
    void run(call("imports.apply", { token, choices, use }), (outcome) => {
      if (ifShown(() => onDone(preview, outcome))) return;
      const text = `${countOf(outcome.imported, "context")} imported.`;
      toasts.show({ tone: "info", text });
    });
  return (
    <>
      {isBusy ? <Progress label="Asking the vault" /> : null}
      {preview.warnings.map(({ code, severity, message, next }) => (
        <Notice key={`${code}:${message}`} tone={severity} next={next}>
          {message}
        </Notice>
      ))}
      {left > 0 ? (
        <p className={styles["soft"]}>
          {countOf(left, "more file waits", "more files wait")} to be looked at.
        </p>
      ) : null}
      <Section title={sourceOf(preview)}>
        <PreviewList
          contexts={preview.contexts}
          from={preview.from}
          chosen={chosen}
          onChoose={(name, choice) =>
            setChosen(new Map(chosen).set(name, choice))
          }
        />
        {preview.contexts.length === 0 ? (
          <p className={styles["soft"]}>There is no context in it.</p>
        ) : null}
      </Section>
      <div className={styles["footer"]}>
        <CheckField
          label={
            preview.from === "store"
              ? "Make the context that is current there the current one"
              : "Make the file's current context the current one"
          }
          checked={use}
          onChange={setUse}
        />
        <div className={styles["actions"]}>
          <Button onClick={onCancel}>
            {left > 0 ? "Leave this file out" : "Back"}
          </Button>
          <Button
            tone="primary"
            isBusy={isBusy}
            disabled={preview.contexts.length === 0}
            onClick={apply}
          >
            {count === 0 ? "Nothing new: done" : `Import ${String(count)}`}
          </Button>
        </div>
      </div>
    </>
  );
}

/** What is no file has no path to be called by. */
function sourceOf({ path, from }: ImportPreview): string {
  return from === "clipboard" || from === "upload" ? `The ${path}` : path;
}

function choicesOf(
  chosen: ReadonlyMap<string, Choice>,
): RequestOf<"imports.apply">["choices"] {
  return [...chosen].map(([name, choice]) => ({ name, choice }));
}
