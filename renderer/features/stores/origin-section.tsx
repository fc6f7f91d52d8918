import { useState } from "react";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import type { OriginView } from "../../../shared/contract/stores.ts";
import { Facts } from "../../ui/facts.tsx";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { Moment } from "../times/moment.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { PushDialog } from "./push-dialog.tsx";
import { PlaceFacts } from "./place-facts.tsx";
import styles from "./stores.module.css";

/** Where a context came from, or was last put. What is shown is remembered; a store is asked by the buttons alone. */
export function OriginSection({
  page: { name, origin, roles, production },
}: {
  readonly page: ContextPage;
}) {
  const [open, setOpen] = useState<"compare" | "pull" | "push" | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title="Origin">
      {origin ? (
        <OriginFacts origin={origin} name={name} />
      ) : (
        <p className={styles["soft"]}>
          Neither from a secret store nor pushed to one.
        </p>
      )}
      <div className={styles["actions"]}>
        {origin ? (
          <>
            <Button size="small" onClick={() => setOpen("compare")}>
              Compare…
            </Button>
            <Button size="small" onClick={() => setOpen("pull")}>
              Pull…
            </Button>
            <Button size="small" onClick={() => setOpen("push")}>
              Push…
            </Button>
          </>
        ) : (
          <Button size="small" onClick={() => setOpen("push")}>
            Push to a store…
          </Button>
        )}
      </div>
      {origin && (open === "compare" || open === "pull") ? (
        <CompareDialog
          name={name}
          origin={origin}
          isPulling={open === "pull"}
          onClose={close}
        />
      ) : null}
      {open === "push" ? (
        <PushDialog
          context={{ name, roles, production }}
          origin={origin}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}

function OriginFacts({
  origin,
  name,
}: {
  readonly origin: OriginView;
  readonly name: string;
}) {
  const { version, sameAt, isChangedHere } = origin;
  return (
    <Facts>
      <PlaceFacts place={origin} name={name} />
      {version === null ? null : (
        <>
          <dt>Version</dt>
          <dd>{version}</dd>
        </>
      )}
      <dt>Last the same</dt>
      <dd>
        <Moment as="minute" at={sameAt} />
      </dd>
      <dt>Here</dt>
      <dd>{isChangedHere ? "changed since then" : "as it was then"}</dd>
    </Facts>
  );
}
