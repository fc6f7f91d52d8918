// How the endpoints of contexts are: marks, the path to each, a check that runs.
// Keep: Nobody is contacted but by a button or the setting.
import { useState } from "react";
import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/field.tsx";
import { ReachIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/page.tsx";
import { useNow } from "../times/now.ts";
import { ActionDialog, type WindowAction } from "../actions/index.ts";
import type { VaultView } from "../vault-view.ts";
import { ownHealth } from "./health-mark.ts";
import styles from "./health.module.css";
import { EndpointGroup } from "./endpoint-group.tsx";
import { useChecking } from "./use-checking.ts";

const minute = 60_000;

/** How the endpoints were when they were last asked; they are asked again when somebody presses the button. */
export function HealthSection({
  page,
  view,
  health,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
  readonly health: readonly EndpointHealth[];
}) {
  const { name, endpoints, nodes } = page;
  const call = useCall();
  const { run, isBusy } = useAction();
  const [wantsNodes, setWantsNodes] = useState(false);
  const [action, setAction] = useState<WindowAction | null>(null);
  const { isChecking, progress } = useChecking(name);
  const now = useNow(minute);
  const own = ownHealth(endpoints, health);
  const behind = health.filter(
    ({ node }) => node !== null && nodes.includes(node),
  );
  const check = () =>
    void run(call("health.check", { names: [name], wantsNodes }));
  return (
    <Section
      title="Reachability"
      action={
        <Button size="small" isBusy={isBusy || isChecking} onClick={check}>
          <ReachIcon aria-hidden />
          Check now
        </Button>
      }
    >
      {isChecking ? (
        progress.length === 0 ? (
          <p className={styles["facts"]}>Checking…</p>
        ) : null
      ) : own.length + behind.length === 0 ? (
        <p className={styles["facts"]}>
          Not checked yet. Nobody is contacted until you ask for it.
        </p>
      ) : null}
      <EndpointGroup
        title="Endpoints"
        known={own}
        progress={progress.filter(({ node }) => node === null)}
        now={now}
        onAction={setAction}
      />
      <EndpointGroup
        title="Nodes"
        known={behind}
        progress={progress.filter(({ node }) => node !== null)}
        now={now}
        onAction={setAction}
      />
      {nodes.length > 0 ? (
        <CheckField
          label="Ask the nodes too"
          hint="Through an endpoint that answers: each says its version."
          checked={wantsNodes}
          onChange={setWantsNodes}
        />
      ) : null}
      <ActionDialog
        isAsked
        view={view}
        name={name}
        action={action}
        onClose={() => setAction(null)}
      />
    </Section>
  );
}
