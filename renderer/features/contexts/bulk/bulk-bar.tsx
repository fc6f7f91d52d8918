import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import type { VaultView } from "../../vault-view.ts";
import type { Selection } from "../use-selection.ts";
import styles from "./bulk.module.css";
import { BulkJobDialog, type BulkJob } from "./bulk-jobs.tsx";
import { withCommas } from "../../../../shared/core/counted-noun.ts";

const jobs: readonly { readonly job: BulkJob; readonly text: string }[] = [
  { job: "check", text: "Check" },
  { job: "renew", text: "Renew…" },
  { job: "label", text: "Label…" },
  { job: "mark", text: "Mark as production…" },
  { job: "unmark", text: "Unmark…" },
  { job: "export", text: "Export…" },
  { job: "remove", text: "Remove…" },
];

/** What can be done with the rows that are selected; there while some are. */
export function BulkBar({
  selection,
  view,
}: {
  readonly selection: Selection;
  readonly view: VaultView;
}) {
  const [chosen, setChosen] = useState<{
    readonly job: BulkJob;
    readonly names: readonly string[];
  } | null>(null);
  const { names, all, none } = selection;
  return (
    <>
      {names.size > 0 ? (
        <div
          className={styles["bar"]}
          role="toolbar"
          aria-label="With the selected contexts"
        >
          <span className={styles["count"]} role="status">
            {withCommas(names.size)} selected
          </span>
          {jobs.map(({ job, text }) => (
            <Button
              key={job}
              size="small"
              tone={job === "remove" ? "danger" : "plain"}
              onClick={() => setChosen({ job, names: [...names] })}
            >
              {text}
            </Button>
          ))}
          <Button size="small" tone="quiet" onClick={all}>
            Select all
          </Button>
          <Button size="small" tone="quiet" onClick={none}>
            Select none
          </Button>
        </div>
      ) : null}
      {chosen ? (
        <BulkJobDialog
          {...chosen}
          view={view}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </>
  );
}
