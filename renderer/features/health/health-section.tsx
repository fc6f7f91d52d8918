import { useState } from "react";
import type { EndpointHealth } from "../../../shared/core/diagnosis/health.ts";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/field.tsx";
import { ReachIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/page.tsx";
import { useNow } from "../now.ts";
import { RenewDialog } from "../renewal/index.ts";
import { RotationDialog } from "../rotation/index.ts";
import type { VaultView } from "../vault-view.ts";
import { Endpoint, Live } from "./endpoint.tsx";
import { ownHealth } from "./health-mark.ts";
import type { Help } from "./help.ts";
import styles from "./health.module.css";
import { useChecking, type Walking } from "./use-checking.ts";

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
  const [help, setHelp] = useState<Help | null>(null);
  const walking = useChecking(name);
  const close = () => setHelp(null);
  const check = () =>
    void run(call("health.check", { names: [name], wantsNodes }));
  return (
    <Section
      title="Reachability"
      action={
        <Button size="small" isBusy={isBusy} onClick={check}>
          <ReachIcon aria-hidden />
          Check now
        </Button>
      }
    >
      <Known
        endpoints={ownHealth(endpoints, health)}
        behind={health.filter(
          ({ node }) => node !== null && nodes.includes(node),
        )}
        walking={walking}
        onHelp={setHelp}
      />
      {nodes.length > 0 ? (
        <CheckField
          label="Ask the nodes too"
          hint="Through an endpoint that answers: each says its version."
          checked={wantsNodes}
          onChange={setWantsNodes}
        />
      ) : null}
      {help === "renew" ? (
        <RenewDialog view={view} name={name} onClose={close} />
      ) : null}
      {help === "rotation" ? (
        <RotationDialog isAsked view={view} name={name} onClose={close} />
      ) : null}
    </Section>
  );
}

function Known({
  endpoints,
  behind,
  walking,
  onHelp,
}: {
  readonly endpoints: readonly EndpointHealth[];
  readonly behind: readonly EndpointHealth[];
  readonly walking: readonly Walking[];
  readonly onHelp: (help: Help) => void;
}) {
  const now = useNow(minute);
  const known = [...endpoints, ...behind];
  const walkOf = (one: EndpointHealth) =>
    walking.find((walk) => isSame(walk, one));
  const fresh = walking.filter(
    (walk) => !known.some((one) => isSame(walk, one)),
  );
  if (known.length === 0 && fresh.length === 0)
    return (
      <p className={styles["facts"]}>
        Not checked yet. Nobody is contacted until you ask for it.
      </p>
    );
  return (
    <ul className={styles["endpoints"]} aria-label="Endpoints and nodes">
      {known.map((one) => (
        <Endpoint
          key={`${one.endpoint} ${one.node ?? ""}`}
          health={one}
          walking={walkOf(one)}
          now={now}
          onHelp={onHelp}
        />
      ))}
      {fresh.map((walk) => (
        <Live key={`${walk.endpoint} ${walk.node ?? ""}`} walking={walk} />
      ))}
    </ul>
  );
}

function isSame(walk: Walking, one: EndpointHealth): boolean {
  return walk.endpoint === one.endpoint && walk.node === one.node;
}
