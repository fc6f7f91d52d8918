import type { ReplyOf } from "../../../shared/contract/index.ts";
import { hasEveryRight } from "../../../shared/core/roles/role.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { ContextName } from "../names/context-name.tsx";
import { Moment } from "../times/moment.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./handover.module.css";
import { HandoverSection } from "./handover-section.tsx";

type Listed = ReplyOf<"handover.list">;

const minute = 60_000;

/** What was given to others and asked of them, and how far each is. */
export function Handovers({ view }: { readonly view: VaultView }) {
  const list = useAnswer("handover.list", {}, ["vault", "audit"]);
  const now = useNow(minute);
  return (
    <>
      <Problem error={list.error} />
      {list.value ? (
        <>
          <Given given={list.value.given} now={now} />
          <Requested requests={list.value.requests} now={now} />
        </>
      ) : null}
      <HandoverSection isPathTyped={!view.state.can.chooseFiles} />
    </>
  );
}

function Given({
  given,
  now,
}: {
  readonly given: Listed["given"];
  readonly now: number;
}) {
  return (
    <Section title="Given to others">
      {given.length === 0 ? (
        <p className={styles["soft"]}>
          Nothing was given yet. A context&apos;s menu has it: “Give to a
          colleague…”.
        </p>
      ) : (
        <Table
          label="Access that was given to others"
          columns={["To", "State", "Context", "Roles", "Ends", "Given"]}
        >
          {given.map((one) => (
            <tr key={`${one.serial} ${one.givenAt}`}>
              <td>
                {one.to}
                <div className={styles["recipient"]} title={one.recipient}>
                  {one.recipient}
                </div>
              </td>
              <td>
                <GivenState one={one} now={now} />
              </td>
              <td>
                <ContextName name={one.context} />
              </td>
              <td>
                <Badge tone={hasEveryRight(one.roles) ? "danger" : "neutral"}>
                  {one.roles.join(", ") || "no role"}
                </Badge>
              </td>
              <td>
                <Moment as="near" at={one.notAfter} now={now} />
              </td>
              <td>
                <Moment as="day" at={one.givenAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}

function GivenState({
  one: { acceptedAt, notAfter },
  now,
}: {
  readonly one: Listed["given"][number];
  readonly now: number;
}) {
  if (Date.parse(notAfter) <= now) return <Badge>Ended</Badge>;
  if (acceptedAt === null)
    return <Badge tone="warning">Waits for the receipt</Badge>;
  return (
    <>
      <Badge tone="good">Accepted</Badge>
      <div className={styles["soft"]}>
        <Moment as="minute" at={acceptedAt} />
      </div>
    </>
  );
}

function Requested({
  requests,
  now,
}: {
  readonly requests: Listed["requests"];
  readonly now: number;
}) {
  if (requests.length === 0) return null;
  return (
    <Section title="Asked of others">
      <Table
        label="Access that was asked for from here"
        columns={["As", "Asked", "State"]}
      >
        {requests.map(({ name: person, createdAt, acceptedAt, acceptedAs }) => (
          <tr key={`${person} ${createdAt}`}>
            <td>{person}</td>
            <td>
              <Moment as="near" at={createdAt} now={now} />
            </td>
            <td>
              {acceptedAt === null || acceptedAs === null ? (
                <Badge tone="warning">Waits for an answer</Badge>
              ) : (
                <>
                  <Badge tone="good">Accepted</Badge>{" "}
                  <ContextName name={acceptedAs} />
                </>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
