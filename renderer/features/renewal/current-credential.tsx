import { Moment } from "../times/moment.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./renewal.module.css";
import type { Plan } from "./renewal-draft.ts";

const minute = 60_000;

/** What the context has now, and keeps until the new one is there. */
export function CurrentCredential({
  view,
  name,
  plan,
}: {
  readonly view: VaultView;
  readonly name: string;
  readonly plan: Plan;
}) {
  const now = useNow(minute);
  const row = view.contexts.find((one) => one.name === name);
  const end = row?.notAfter;
  return (
    <dl className={styles["facts"]}>
      <dt>Roles</dt>
      <dd>{plan.roles.join(", ") || "none"}, as now</dd>
      {end ? (
        <>
          <dt>{Date.parse(end) < now ? "Ended" : "Ends"}</dt>
          <dd>
            <Moment as="near" at={end} now={now} />
          </dd>
        </>
      ) : null}
    </dl>
  );
}
