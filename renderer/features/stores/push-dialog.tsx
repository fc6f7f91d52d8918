import { useEffect, useState } from "react";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { dangerOf } from "../../../shared/core/policy/confirmation.ts";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import type { OriginView, PushPlan } from "../../../shared/contract/stores.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CheckField } from "../../ui/field.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { missingForDanger } from "../fields/danger-text.ts";
import { DangerFields, type Said } from "../fields/type-name-to-confirm.tsx";
import { about } from "../names/context-name.tsx";
import { AddressField } from "./address-field.tsx";
import { PlaceFacts } from "./place-facts.tsx";
import styles from "./stores.module.css";
import { useTypedPlace } from "./typed-place.ts";
import { useAsking } from "./use-asking.ts";

type Pushed = Pick<ContextPage, "name" | "roles" | "production">;

/** Puts a context where it came from, or where a person says. What is there is looked at first, and what it carries is said. */
export function PushDialog({
  context,
  origin,
  onClose,
}: {
  readonly context: Pushed;
  readonly origin: OriginView | null;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { ask, cancel, isAsking, problem } = useAsking();
  const place = useTypedPlace();
  const [isElsewhere, setIsElsewhere] = useState(false);
  const [isCreateOnly, setIsCreateOnly] = useState(false);
  const [plan, setPlan] = useState<PushPlan | null>(null);
  const { name } = context;
  const from = isElsewhere ? null : origin;
  const hasOrigin = from !== null;
  useEffect(() => {
    const asked = { name, address: null, isCreateOnly: false };
    if (hasOrigin)
      ask(
        (attempt) => call("stores.plan-push", { ...asked, attempt }),
        setPlan,
      );
    return cancel;
  }, [call, ask, cancel, name, hasOrigin]);
  if (plan)
    return <PlanDialog context={context} plan={plan} onClose={onClose} />;
  const isPlace = hasOrigin || place.isReady;
  const look = () => {
    if (!isPlace || isAsking) return;
    const to = hasOrigin
      ? { address: null, isCreateOnly }
      : { ...place.asked, isCreateOnly: false };
    ask(
      (attempt) => call("stores.plan-push", { name, ...to, attempt }),
      setPlan,
    );
  };
  return (
    <Dialog
      title={about("Push ", name)}
      onClose={onClose}
      onSubmit={look}
      problem={problem}
      {...(isAsking ? { waiting: "Asking the store…" } : {})}
      actions={
        <DialogActions isBusy={isAsking} isReady={isPlace} onClose={onClose}>
          Look what is there
        </DialogActions>
      }
    >
      {from ? (
        <>
          <p className={styles["mono"]}>{from.address}</p>
          <CheckField
            label="Only where nothing is yet"
            hint="For a place that was emptied, or that is on another server by now."
            checked={isCreateOnly}
            onChange={setIsCreateOnly}
          />
          <div className={styles["actions"]}>
            <Button size="small" onClick={() => setIsElsewhere(true)}>
              Another place…
            </Button>
          </div>
        </>
      ) : (
        <AddressField place={place} />
      )}
    </Dialog>
  );
}

/** What would be written, and what it carries; written when it is meant. */
function PlanDialog({
  context: { name, roles, production },
  plan,
  onClose,
}: {
  readonly context: Pushed;
  readonly plan: PushPlan;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [said, setSaid] = useState<Said>({ reason: "", confirmation: "" });
  const { token, address, isNeeded, hasToBeMeant, warnings } = plan;
  const danger = isNeeded ? dangerOf(roles, production) : null;
  const missing = missingForDanger(danger, name, said);
  const push = () => {
    if (missing !== null || isBusy) return;
    const guard =
      danger === null
        ? {}
        : { reason: said.reason.trim(), confirmation: said.confirmation };
    const asked = { token, isMeant: hasToBeMeant, ...guard };
    void run(call("stores.push", asked), ({ version }) => {
      ifShown(onClose);
      const as = version === null ? "" : `, as version ${version}`;
      toasts.show({ tone: "info", text: `${address} has it now${as}.` });
    });
  };
  return (
    <Dialog
      title={about("Push ", name)}
      onClose={onClose}
      onSubmit={push}
      problem={problem}
      {...(isBusy ? { waiting: "Writing to the store…" } : {})}
      actions={
        <DialogActions
          tone={hasToBeMeant ? "danger" : "primary"}
          isBusy={isBusy}
          isReady={missing === null}
          missing={missing}
          onClose={onClose}
        >
          {isNeeded
            ? hasToBeMeant
              ? "Push anyway"
              : "Put it there"
            : "Remember that"}
        </DialogActions>
      }
    >
      <PlanFacts plan={plan} name={name} />
      {warnings.map(({ code, severity, message, next }) => (
        <Notice key={code} tone={severity} next={next}>
          {message}
        </Notice>
      ))}
      <DangerFields
        name={name}
        danger={danger}
        said={said}
        onChange={(more) => setSaid((before) => ({ ...before, ...more }))}
      />
    </Dialog>
  );
}

function PlanFacts({
  plan,
  name,
}: {
  readonly plan: PushPlan;
  readonly name: string;
}) {
  const { isNeeded, version, bytes, readers } = plan;
  return (
    <>
      <p role="status">
        {isNeeded
          ? `The talosconfig with its private key, ${countOf(bytes, "byte")}, is put there.`
          : "Exactly that is there already: nothing is written, and the vault remembers where it is."}
      </p>
      <Facts>
        <PlaceFacts place={plan} name={name} />
        {version === null ? null : (
          <>
            <dt>{isNeeded ? "Replaces" : "There now"}</dt>
            <dd>version {version}</dd>
          </>
        )}
        {readers ? (
          <>
            <dt>Encrypted to</dt>
            <dd className={styles["mono"]}>
              {readers.recipients.join(", ")}
              {readers.rules === null ? "" : `, as ${readers.rules} says`}
            </dd>
          </>
        ) : null}
      </Facts>
    </>
  );
}
