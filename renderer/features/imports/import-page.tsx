import { useState } from "react";
import type {
  ImportOutcome,
  ImportPreview,
} from "../../../shared/contract/imports.ts";
import { Page } from "../../ui/page.tsx";
import type { VaultView } from "../vault-view.ts";
import { Done } from "./done.tsx";
import { Preview } from "./preview.tsx";
import { Sources } from "./sources.tsx";

type Step =
  | { readonly kind: "choose" }
  | { readonly kind: "preview"; readonly preview: ImportPreview }
  | {
      readonly kind: "done";
      readonly preview: ImportPreview;
      readonly outcome: ImportOutcome;
    };

/** Three steps: where from, what would happen, what happened. */
export function ImportPage({ view }: { readonly view: VaultView }) {
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const again = () => setStep({ kind: "choose" });
  return (
    <Page isNarrow title="Import a talosconfig">
      {step.kind === "choose" ? (
        <Sources
          view={view}
          onOpen={(preview) => setStep({ kind: "preview", preview })}
        />
      ) : null}
      {step.kind === "preview" ? (
        <Preview
          first={step.preview}
          onCancel={again}
          onDone={(preview, outcome) =>
            setStep({ kind: "done", preview, outcome })
          }
        />
      ) : null}
      {step.kind === "done" ? (
        <Done
          preview={step.preview}
          outcome={step.outcome}
          total={view.contexts.length}
          onAgain={again}
        />
      ) : null}
    </Page>
  );
}
