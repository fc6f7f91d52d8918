// The page of imports: where from, what would happen, what happened.
// Keep: It never sees a byte of a file: main keeps it under a token.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type {
  ImportOutcome,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { useLatest } from "../../bridge/latest.ts";
import { isField, isUnderLayer } from "../../keyboard/layers.ts";
import { useAgain } from "../../routes.ts";
import { Page } from "../../ui/page.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import type { VaultView } from "../vault-view.ts";
import { ImportOutcomeSection } from "./import-outcome.tsx";
import { Preview } from "./preview.tsx";
import { Sources } from "./import-sources.tsx";
import type { Arrivals, Source, Waiting } from "./use-arrivals.ts";

type Step =
  | { readonly kind: "choose" }
  | { readonly kind: "preview"; readonly preview: ImportPreview }
  | {
      readonly kind: "done";
      readonly preview: ImportPreview;
      readonly outcome: ImportOutcome;
    };

/** Three steps: where from, what would happen, what happened. Of several files each is looked at by itself. */
export function ImportPage({
  view,
  arrivals,
}: {
  readonly view: VaultView;
  readonly arrivals: Arrivals;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const begin = useLatest();
  const become = (next: Step) => {
    // What was asked for before is not shown over it.
    begin();
    setStep(next);
  };
  const again = () => become({ kind: "choose" });
  const show = (preview: ImportPreview | null) =>
    preview ? become({ kind: "preview", preview }) : null;
  const open = (source: Source) => {
    const isLatest = begin();
    void run(call("imports.open", source), (preview) =>
      isLatest() ? show(preview) : null,
    );
  };
  const choose = () =>
    void run(call("imports.choose", {}), (sources) =>
      arrivals.add(sources.map((source) => async () => source)),
    );
  useAgain(again);
  usePaste(view.state.can.readClipboard && step.kind !== "preview", () =>
    open({ kind: "clipboard" }),
  );
  useArrived(arrivals, step, show, again);
  const left = arrivals.waiting.length;
  return (
    <Page layout="narrow" title="Import a talosconfig">
      {step.kind === "choose" ? (
        <Sources
          view={view}
          isBusy={isBusy || left > 0}
          onOpen={open}
          onChoose={choose}
          onOpened={show}
        />
      ) : null}
      {step.kind === "preview" ? (
        <Preview
          key={step.preview.token}
          first={step.preview}
          left={left}
          onCancel={again}
          onDone={(preview, outcome) =>
            become({ kind: "done", preview, outcome })
          }
        />
      ) : null}
      {step.kind === "done" ? (
        <ImportOutcomeSection
          preview={step.preview}
          outcome={step.outcome}
          total={view.contexts.length}
          left={left}
          onAgain={again}
        />
      ) : null}
    </Page>
  );
}

/** Opens what was dropped or chosen, one after the other; what cannot be read is told, and is in nobody's way. */
function useArrived(
  { waiting, turn, take }: Arrivals,
  step: Step,
  show: (preview: ImportPreview | null) => void,
  again: () => void,
): void {
  const toasts = useToasts();
  const [next] = waiting;
  const look = useEffectEvent(
    async (file: Waiting, isElsewhere: () => boolean) => {
      const opened = await file();
      // It waits until somebody comes back.
      if (isElsewhere()) return;
      take(file);
      if (opened?.ok) show(opened.value);
      else if (opened) toasts.fail(opened.error);
    },
  );
  useEffect(() => {
    if (step.kind !== "choose" || !next) return;
    let isElsewhere = false;
    void look(next, () => isElsewhere);
    return () => {
      isElsewhere = true;
    };
  }, [step, next]);
  // Something new is looked at in the place of what is done.
  const seen = useRef(turn);
  const isNews = useEffectEvent(() => {
    if (step.kind === "done") again();
  });
  useEffect(() => {
    if (seen.current !== turn) isNews();
    seen.current = turn;
  }, [turn]);
}

/** Pasting outside a field asks main to read the clipboard: this window does not look into it. */
function usePaste(isPossible: boolean, onPaste: () => void): void {
  const paste = useEffectEvent(onPaste);
  useEffect(() => {
    if (!isPossible) return;
    const listen = (event: ClipboardEvent) => {
      if (isUnderLayer() || isField(event.target)) return;
      event.preventDefault();
      paste();
    };
    document.addEventListener("paste", listen);
    return () => document.removeEventListener("paste", listen);
  }, [isPossible]);
}
