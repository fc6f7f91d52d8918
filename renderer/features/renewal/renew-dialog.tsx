// Renewal on the page: the dialog, its progress, and the time line of what ends when.
// Keep: What is not renewed stays as it is, and is said.
import { useState } from "react";
import { useAnswer } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Steps } from "../../ui/steps.tsx";
import { about } from "../names/context-name.tsx";
import type { VaultView } from "../vault-view.ts";
import {
  firstRenewalDraft,
  renewalOf,
  stepsOf,
  type Plan,
  type RenewalDraft,
} from "./renewal-draft.ts";
import { CurrentCredential } from "./current-credential.tsx";
import { RenewFields } from "./renew-fields.tsx";
import { RenewResult } from "./renew-result.tsx";
import { useRenewal } from "./use-renewal.ts";

interface RenewProps {
  readonly view: VaultView;
  readonly name: string;
  /** How long the new one lives; else as long as the present one. */
  readonly lifetime?: string;
  readonly onClose: () => void;
}

/** A new certificate with the same roles: made, tried, and only then put in the old one's place. */
export function RenewDialog(props: RenewProps) {
  const { name, onClose } = props;
  const plan = useAnswer("renewals.plan", { name }, ["vault"]);
  if (plan.value && plan.value.refusal === null)
    return <Planned {...props} plan={plan.value} />;
  return (
    <Dialog
      title={about("Renew ", name)}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {plan.value ? (
        <Notice tone="info">{plan.value.refusal}</Notice>
      ) : plan.error ? (
        <Problem error={plan.error} />
      ) : (
        <Progress label="Reading the vault" />
      )}
    </Dialog>
  );
}

function Planned({
  view,
  name,
  plan,
  lifetime,
  onClose,
}: RenewProps & { readonly plan: Plan }) {
  const [draft, setDraft] = useState<RenewalDraft>(() =>
    firstRenewalDraft(plan, lifetime),
  );
  const { progress, isRunning, renew, cancel } = useRenewal(name);
  const order = renewalOf(name, draft, plan);
  const result = progress?.result ?? null;
  const submit = () => {
    if (order && !isRunning && !result?.ok) renew(order);
  };
  const close = () => {
    cancel();
    onClose();
  };
  const steps = progress ? (
    <Steps label="Steps" steps={stepsOf(progress, draft.isUntested)} />
  ) : null;
  if (result?.ok)
    return (
      <Dialog
        title={about("", name, " is renewed")}
        onClose={onClose}
        onSubmit={onClose}
        actions={
          <Button type="submit" tone="primary">
            Close
          </Button>
        }
      >
        {steps}
        <RenewResult renewed={result.value} />
      </Dialog>
    );
  return (
    <Dialog
      title={about("Renew ", name)}
      onClose={close}
      onSubmit={submit}
      problem={result?.error ?? null}
      actions={
        <DialogActions
          isBusy={isRunning}
          onClose={close}
          isReady={order !== null}
        >
          {result ? "Try again" : "Renew"}
        </DialogActions>
      }
    >
      <CurrentCredential view={view} name={name} plan={plan} />
      {steps}
      <RenewFields
        plan={plan}
        draft={draft}
        isPathTyped={!view.state.can.chooseFiles}
        change={(fields) => setDraft((before) => ({ ...before, ...fields }))}
      />
    </Dialog>
  );
}
