import { useState } from "react";
import type { EventFilter, LogFacts } from "../../../shared/contract/audit.ts";
import { useAction } from "../../bridge/action.ts";
import { useAttempt } from "../../bridge/attempt.ts";
import { useAnswer, useCall, useHostEvent } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckIcon, ExportIcon, ShieldIcon } from "../../ui/icons.ts";
import { Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./audit.module.css";
import { ExportLogDialog } from "./export-log-dialog.tsx";
import { sealText, whenText } from "./log-text.ts";
import { WhatVerifyingFound } from "./what-verifying-found.tsx";
import { withCommas } from "../../../shared/core/counted-noun.ts";

const minute = 60_000;

/** How far the log is sealed, when somebody verified it last, and what came of that. */
export function LogState({
  view,
  filter,
}: {
  readonly view: VaultView;
  readonly filter: EventFilter;
}) {
  const facts = useAnswer("audit.facts", {}, ["audit", "vault"]);
  const [isExporting, setIsExporting] = useState(false);
  const { verify, cancel, share, isBusy } = useVerifying(facts.reload);
  const known = facts.value;
  const isEmpty = known === null || known.last === 0;
  return (
    <Section
      title="The log"
      action={
        <div className={styles["commands"]}>
          <Button
            size="small"
            disabled={isEmpty}
            isBusy={isBusy}
            onClick={() => verify(false)}
          >
            <CheckIcon aria-hidden />
            Verify
          </Button>
          <Button
            size="small"
            disabled={isEmpty}
            isBusy={isBusy}
            onClick={() => verify(true)}
          >
            <ShieldIcon aria-hidden />
            Verify with the recovery key…
          </Button>
          <Button
            size="small"
            disabled={isEmpty}
            onClick={() => setIsExporting(true)}
          >
            <ExportIcon aria-hidden />
            Export…
          </Button>
        </div>
      }
    >
      <Problem error={facts.error} />
      {known ? <Facts facts={known} /> : null}
      {share === null ? null : (
        <div className={styles["verifying"]}>
          <progress value={share} max={1} aria-label="Verifying the log" />
          <span aria-hidden>{Math.floor(share * 100)} %</span>
          <Button size="small" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )}
      {share === null && known?.verified ? (
        <WhatVerifyingFound
          verified={known.verified}
          isPathTyped={!view.state.can.chooseFiles}
          isBusy={isBusy}
          onFind={(archive) =>
            verify(known.verified?.wasProofAsked ?? false, archive)
          }
        />
      ) : null}
      {isExporting ? (
        <ExportLogDialog
          view={view}
          filter={filter}
          onClose={() => setIsExporting(false)}
        />
      ) : null}
    </Section>
  );
}

function Facts({ facts }: { readonly facts: LogFacts }) {
  const now = useNow(minute);
  const { first, verified } = facts;
  const isBroken = verified?.broken != null;
  return (
    <>
      <p className={styles["seal"]} role="status">
        <Badge
          tone={
            isBroken
              ? "danger"
              : facts.seal === "recovery-key"
                ? "good"
                : "warning"
          }
        >
          {isBroken ? "Not whole" : sealText(facts)}
        </Badge>
        <span>{whenText(verified, now)}</span>
      </p>
      {first > 1 ? (
        <p className={styles["soft"]}>
          {first === 2
            ? "Line 1 is in an archive elsewhere."
            : `Lines 1 to ${withCommas(first - 1)} are in an archive elsewhere.`}
        </p>
      ) : null}
    </>
  );
}

/** Null while nothing is verified. */
function useVerifying(onDone: () => void) {
  const call = useCall();
  const attempt = useAttempt();
  const { run, isBusy } = useAction();
  const [share, setShare] = useState<number | null>(null);
  useHostEvent((event) => {
    if (event.kind === "verifying")
      setShare((now) => (now === null ? null : event.share));
  });
  const verify = (
    withRecoveryKey: boolean,
    archive?: { readonly path?: string },
  ) => {
    setShare(0);
    const { name } = attempt.begin();
    const where = archive ? { archive } : {};
    const request = { withRecoveryKey, ...where, attempt: name };
    const verifying = call("audit.verify", request);
    void run(verifying).finally(() => {
      attempt.end();
      setShare(null);
      onDone();
    });
  };
  return { verify, cancel: () => void attempt.cancel(), share, isBusy };
}
