// The dialog for a new credential, and what its certificate would say.
// Keep: No key comes here; what is to be confirmed is the policy's.
import { useState } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { Issued } from "../../../shared/contract/issuing.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Presets } from "../../ui/presets.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { about } from "../names/context-name.tsx";
import { dateText } from "../times/date-text.ts";
import { DangerFields } from "../fields/type-name-to-confirm.tsx";
import { CertificateLifetime } from "../fields/lifetime-field.tsx";
import { useUndo } from "../use-undo.ts";
import type { VaultView } from "../vault-view.ts";
import { AuthoritySource } from "./authority-source.tsx";
import {
  firstIssueDraft,
  dangerOfDraft,
  lifetimeOf,
  missingOf,
  orderOf,
  preset,
  presetOf,
  termsOf,
  type IssueDraft,
  type IssuePreset,
  type IssueScene,
} from "./issue-draft.ts";
import { IssuePreview, type Verdict } from "./issue-preview.tsx";
import styles from "./issuing.module.css";
import { Overrides } from "./overrides.tsx";
import { RolesField } from "./roles-field.tsx";
import { TargetFields } from "./target-fields.tsx";

interface IssueProps {
  readonly view: VaultView;
  readonly row: ListedContext;
  /** What it begins with; else those of the context. */
  readonly roles?: readonly string[];
  readonly onClose: () => void;
}

const presetTexts: Readonly<Record<IssuePreset, string>> = {
  colleague: "Reader for a colleague",
  pipeline: "For a pipeline",
};

/** A new credential for a context's cluster, with the certificate shown as it is being chosen. */
export function IssueDialog({
  view,
  row,
  roles = row.roles,
  onClose,
}: IssueProps) {
  const call = useCall();
  const tell = useTellIssued();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [draft, setDraft] = useState(() => firstIssueDraft(row.name, roles));
  const change = (fields: Partial<IssueDraft>) =>
    setDraft((before) => ({ ...before, ...fields }));
  const isPathTyped = !view.state.can.chooseFiles;
  const scene = useScene(view, row);
  const danger = dangerOfDraft(draft, scene);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const terms = termsOf(draft, scene);
  const isJudged = verdict !== null && verdict.terms === JSON.stringify(terms);
  const refusal = isJudged ? verdict.refusal : null;
  const order =
    isJudged && refusal === null ? orderOf(draft, scene, isPathTyped) : null;
  const submit = () => {
    if (!order || isBusy) return;
    void run(call("issuing.issue", order), (issued) => {
      if (!issued) return;
      ifShown(onClose);
      tell(issued, draft.target === "context" ? draft.as : row.name);
    });
  };
  return (
    <Dialog
      isWide
      title={about("Issue a credential for ", row.name)}
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={order !== null}
          missing={refusal ?? missingOf(draft, scene, isPathTyped)}
        >
          Issue it
        </DialogActions>
      }
    >
      <div className={styles["columns"]} data-columns>
        <div className={styles["form"]}>
          <Presets
            label="Presets"
            values={["colleague", "pipeline"]}
            textOf={(name) => presetTexts[name]}
            chosen={presetOf(draft) ?? ""}
            onChoose={(name) => change(preset(draft, name))}
          />
          <AuthoritySource
            scene={scene}
            draft={draft}
            change={change}
            isPathTyped={isPathTyped}
          />
          <RolesField draft={draft} change={change} />
          <CertificateLifetime
            value={draft.lifetime}
            isSound={lifetimeOf(draft) !== null}
            onChange={(lifetime) => change({ lifetime })}
          />
          <TargetFields
            draft={draft}
            change={change}
            isPathTyped={isPathTyped}
          />
          <DangerFields
            name={draft.context}
            danger={danger}
            said={draft}
            isReasonAsked={false}
            onChange={change}
          />
        </div>
        <div className={styles["preview"]}>
          <IssuePreview
            terms={terms}
            isReplacing={draft.target === "renew"}
            onVerdict={setVerdict}
          />
          <Overrides draft={draft} change={change} />
        </div>
      </div>
    </Dialog>
  );
}

/** Who could make it, as the policy finds it. */
function useScene(view: VaultView, row: ListedContext): IssueScene {
  const plan = useAnswer("renewals.plan", { name: row.name }, ["vault"]);
  const source = plan.value?.sources.find(({ kind }) => kind === "node");
  const name = source?.kind === "node" ? source.asker : null;
  const asker = view.contexts.find((one) => one.name === name) ?? null;
  return { row, asker };
}

/** Says what was issued; what went into the vault can be taken back there. */
function useTellIssued(): (issued: Issued, name: string) => void {
  const toasts = useToasts();
  const undo = useUndo();
  return ({ path, notAfter }, name) =>
    void toasts.show({
      tone: "info",
      text:
        path === null ? about("Issued for ", name, ".") : `Written to ${path}.`,
      next: `Valid until ${dateText(notAfter)}; it cannot be revoked.`,
      ...(path === null ? { action: { text: "Undo", onSelect: undo() } } : {}),
    });
}
