import { useState } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { RepairIcon } from "../../../ui/icons.ts";
import { Notice } from "../../../ui/notice.tsx";
import {
  ActionButtons,
  ActionDialog,
  type WindowAction,
} from "../../actions/index.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./context.module.css";

/** What the import doctor says today, worst first, with buttons for what puts it right. */
export function Findings({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [action, setAction] = useState<WindowAction | null>(null);
  const call = useCall();
  const { run, isBusy } = useAction();
  const { name, findings, repairable } = page;
  const repair = () => void run(call("contexts.repair", { name }));
  return (
    <>
      {findings.length > 0 ? (
        <ul className={styles["findings"]} aria-label="Findings">
          {findings.map(({ severity, code, message, next, actions }) => (
            <li key={`${code}:${message}`}>
              <Notice
                tone={severity}
                next={next}
                action={
                  repairable.includes(code) ? (
                    <Button size="small" isBusy={isBusy} onClick={repair}>
                      <RepairIcon aria-hidden />
                      Repair
                    </Button>
                  ) : (
                    <ActionButtons actions={actions} onChoose={setAction} />
                  )
                }
              >
                {message}
              </Notice>
            </li>
          ))}
        </ul>
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
