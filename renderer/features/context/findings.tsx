import { useState } from "react";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { AuthorityIcon, RepairIcon } from "../../ui/icons.ts";
import { IssueDialog } from "../issuing/index.ts";
import type { VaultView } from "../vault-view.ts";
import { Notice } from "../../ui/notice.tsx";
import styles from "./context.module.css";

/** What a new certificate puts right: with the cluster's secrets.yaml that is one dialog away. */
const renewable = new Set(["expired", "expires-soon"]);

/** What the import doctor says today, worst first; with a button where one click puts it right. */
export function Findings({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [isIssuing, setIsIssuing] = useState(false);
  const row = view.contexts.find(({ name }) => name === page.name);
  const call = useCall();
  const { run, isBusy } = useAction();
  if (page.findings.length === 0) return null;
  const repair = () => void run(call("contexts.repair", { name: page.name }));
  return (
    <ul className={styles["findings"]} aria-label="Findings">
      {page.findings.map(({ severity, code, message, advice }) => (
        <li key={`${code}:${message}`}>
          <Notice
            tone={severity}
            next={advice}
            action={
              page.repairable.includes(code) ? (
                <Button size="small" isBusy={isBusy} onClick={repair}>
                  <RepairIcon aria-hidden />
                  Repair
                </Button>
              ) : renewable.has(code) ? (
                <Button size="small" onClick={() => setIsIssuing(true)}>
                  <AuthorityIcon aria-hidden />
                  Issue a new one…
                </Button>
              ) : null
            }
          >
            {message}
          </Notice>
        </li>
      ))}
      {isIssuing && row ? (
        <IssueDialog
          view={view}
          row={row}
          onClose={() => setIsIssuing(false)}
        />
      ) : null}
    </ul>
  );
}
