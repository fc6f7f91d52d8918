import { useState } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { countOf } from "../../../../shared/core/counted-noun.ts";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { RepairIcon } from "../../../ui/icons.ts";
import { Fold } from "../../../ui/fold.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { expiryOf } from "../../times/expiry-of.ts";
import { useNow } from "../../times/now.ts";
import {
  ActionButtons,
  ActionDialog,
  type WindowAction,
} from "../../actions/index.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./context.module.css";

const minute = 60_000;

type Finding = ContextPage["findings"][number];

/** What the one button in the head is for, where a certificate ends. */
const inHead: readonly WindowAction[] = ["renew", "shorten", "issue"];

/** What the import doctor says today: what is wrong in full, what could be better folded away. */
export function Findings({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [action, setAction] = useState<WindowAction | null>(null);
  const { name, findings } = page;
  const isAdvice = ({ severity }: Finding) => severity === "info";
  const wrong = findings.filter((one) => !isAdvice(one));
  const advice = findings.filter(isAdvice);
  return (
    <>
      <List
        label="Findings"
        findings={wrong}
        page={page}
        onChoose={setAction}
      />
      {advice.length > 0 ? (
        <Fold title={countOf(advice.length, "suggestion")}>
          <List
            label="Suggestions"
            findings={advice}
            page={page}
            onChoose={setAction}
          />
        </Fold>
      ) : null}
      <ActionDialog
        view={view}
        name={name}
        action={action}
        onClose={() => setAction(null)}
      />
    </>
  );
}

function List({
  label,
  findings,
  page,
  onChoose,
}: {
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly page: ContextPage;
  readonly onChoose: (action: WindowAction) => void;
}) {
  const call = useCall();
  const { run, isBusy } = useAction();
  const isEnding = expiryOf(page, useNow(minute)) !== "later";
  const { name, repairable } = page;
  if (findings.length === 0) return null;
  const repair = () => void run(call("contexts.repair", { name }));
  return (
    <ul className={styles["findings"]} aria-label={label}>
      {findings.map((one) => (
        <li key={`${one.code}:${one.message}`}>
          <Notice
            tone={one.severity}
            next={one.next}
            action={
              repairable.includes(one.code) ? (
                <Button size="small" isBusy={isBusy} onClick={repair}>
                  <RepairIcon aria-hidden />
                  Repair
                </Button>
              ) : (
                <ActionButtons
                  actions={one.actions}
                  without={isEnding ? inHead : []}
                  onChoose={onChoose}
                />
              )
            }
          >
            {one.message}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
