import { useMemo } from "react";
import type { ContextHealth } from "../../../../shared/contract/cluster.ts";
import type {
  ContextPage,
  ContextRow,
} from "../../../../shared/contract/contexts.ts";
import { useAnswer } from "../../../bridge/client.tsx";
import { go } from "../../../routes.ts";
import { Button } from "../../../ui/button.tsx";
import { BackIcon } from "../../../ui/icons.ts";
import { Problem } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { HealthSection } from "../../health/index.ts";
import { OriginSection } from "../../stores/index.ts";
import { useRow } from "../../rows/index.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./context.module.css";
import { Addresses } from "./addresses.tsx";
import { Credential } from "./credential.tsx";
import { Findings } from "./findings.tsx";
import { GuardSection } from "./guard.tsx";
import { Head } from "./head.tsx";
import { History } from "./history.tsx";
import { SessionDefaults } from "./session-defaults.tsx";
import { LabelsAndColor } from "./labels-and-color.tsx";

/** Everything about one context. */
export function ContextPanel({
  name,
  view,
  health,
}: {
  readonly name: string;
  readonly view: VaultView;
  readonly health: ContextHealth["endpoints"];
}) {
  const page = useAnswer("contexts.show", { name }, [
    "vault",
    "contexts",
    "sessions",
  ]);
  const row = useRow(name);
  const isGone = page.error?.code === "context-missing";
  // What was known of one that is gone has buttons that would fail.
  const shown = useMemo(
    () => (page.value && !isGone ? asShown(page.value, row) : null),
    [page.value, row, isGone],
  );
  return (
    <section className={styles["panel"]} aria-label={`Context ${name}`}>
      <div className={styles["back"]}>
        <Button
          tone="quiet"
          size="small"
          onClick={() => go({ page: "contexts", name: null })}
        >
          <BackIcon aria-hidden />
          All contexts
        </Button>
      </div>
      {page.error ? <Problem error={page.error} /> : null}
      {shown ? (
        <Loaded page={shown} view={view} health={health} />
      ) : page.error ? null : (
        <Progress label="Reading the context" />
      )}
    </section>
  );
}

/** What one click changes is as the list shows it: at once. */
function asShown(page: ContextPage, row: ContextRow | null): ContextPage {
  if (!row) return page;
  const { current, production, favorite, color, labels } = row;
  return { ...page, current, production, favorite, color, labels };
}

function Loaded({
  page,
  view,
  health,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
  readonly health: ContextHealth["endpoints"];
}) {
  return (
    <>
      <Head page={page} health={health} />
      <Findings page={page} view={view} />
      <div className={styles["cards"]}>
        <HealthSection page={page} view={view} health={health} />
        <Addresses page={page} />
        <Credential page={page} />
        <OriginSection page={page} />
        <SessionDefaults page={page} view={view} />
        <GuardSection page={page} />
        <LabelsAndColor page={page} />
        <History page={page} />
      </div>
    </>
  );
}
