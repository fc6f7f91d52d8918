import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { go } from "../../../routes.ts";
import { Button } from "../../../ui/button.tsx";
import { Section } from "../../../ui/page.tsx";
import { Moment } from "../../times/moment.tsx";
import styles from "./context.module.css";

/** The sessions that were started from this context, newest first. */
export function History({ page }: { readonly page: ContextPage }) {
  if (page.history.length === 0)
    return (
      <Section title="Past sessions" action={<Activity name={page.name} />}>
        <p className={styles["soft"]}>
          None yet. A session gives a terminal this context for a while.
        </p>
      </Section>
    );
  return (
    <Section title="Past sessions" action={<Activity name={page.name} />}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Started</th>
            <th scope="col">Ended</th>
            <th scope="col">Roles</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {page.history.map((past) => (
            <tr key={past.id}>
              <td>
                <Moment as="minute" at={past.startedAt} />
              </td>
              <td>
                <Moment as="minute" at={past.endedAt} />
              </td>
              <td>{past.roles.join(", ")}</td>
              <td>{past.reason ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Activity({ name }: { readonly name: string }) {
  return (
    <Button
      size="small"
      onClick={() => go({ page: "activity", about: { kind: "context", name } })}
    >
      Activity of this context
    </Button>
  );
}
