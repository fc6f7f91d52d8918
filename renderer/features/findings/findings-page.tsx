// The page of what is wrong or could be better, each with what puts it right.
// Keep: Sentences and actions are the core's; nothing is judged here.
import { useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Grid } from "../../ui/grid.tsx";
import { FindingsIcon } from "../../ui/icons.ts";
import { Problem } from "../../ui/notice.tsx";
import { Empty, Page, Section } from "../../ui/page.tsx";
import {
  ActionDialog,
  type Renewing,
  type WindowAction,
} from "../actions/index.ts";
import { BulkJobDialog } from "../contexts/bulk/index.ts";
import type { VaultView } from "../vault-view.ts";
import { Finding, idOf } from "./finding.tsx";
import { isMoreThanAdvice } from "./use-findings-count.ts";
import styles from "./findings.module.css";
import { countOf } from "../../../shared/core/counted-noun.ts";

/** What is wrong or could be better across the vault, with the contexts that it is about and what puts each right. */
export function FindingsPage({ view }: { readonly view: VaultView }) {
  const findings = useAnswer("findings.list", {}, [
    "vault",
    "contexts",
    "sessions",
  ]);
  const found = findings.value ?? [];
  const [chosen, setChosen] = useState<{
    readonly name: string;
    readonly action: WindowAction;
  } | null>(null);
  const [bulk, setBulk] = useState<{
    readonly names: readonly string[];
    readonly job: Renewing;
  } | null>(null);
  return (
    <Page title="Findings">
      <Problem error={findings.error} />
      {findings.value && found.length === 0 ? (
        <Empty icon={<FindingsIcon aria-hidden />} title="No findings">
          What has ended or ends soon, administrators where a reader was used,
          long lives, shared keys and certificates, and what is out there in
          files appear here.
        </Empty>
      ) : null}
      {shownIn(found).map(({ noun, label, those }) => (
        <Section key={noun} title={countOf(those.length, noun)}>
          <Grid label={label} className={styles["findings"]}>
            {those.map((one) => (
              <Finding
                key={idOf(one)}
                one={one}
                onChoose={(name, action) => setChosen({ name, action })}
                onRenewAll={(job) => setBulk({ names: one.contexts, job })}
              />
            ))}
          </Grid>
        </Section>
      ))}
      {bulk ? (
        <BulkJobDialog {...bulk} view={view} onClose={() => setBulk(null)} />
      ) : null}
      {chosen ? (
        <ActionDialog {...chosen} view={view} onClose={() => setChosen(null)} />
      ) : null}
    </Page>
  );
}

/** What is wrong, as many as the sidebar counts, and apart from it what could be better; neither is there without any. */
function shownIn(found: ReplyOf<"findings.list">) {
  return [
    {
      noun: "finding",
      label: "Findings",
      those: found.filter(isMoreThanAdvice),
    },
    {
      noun: "suggestion",
      label: "Suggestions",
      those: found.filter((one) => !isMoreThanAdvice(one)),
    },
  ].filter(({ those }) => those.length > 0);
}
