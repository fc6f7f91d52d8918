import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { RepairIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import styles from "./context.module.css";

/** What the import doctor says today, worst first; with a button where one click puts it right. */
export function Findings({ page }: { readonly page: ContextPage }) {
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
              ) : null
            }
          >
            {message}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
