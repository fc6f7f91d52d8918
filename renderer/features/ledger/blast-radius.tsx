import { revocation } from "../../../shared/core/ledger/revocation.ts";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { Notice, Problem } from "../../ui/notice.tsx";
import { Section } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { ContextNames } from "../names/context-name.tsx";
import { Moment } from "../times/moment.tsx";
import { useNow } from "../times/now.ts";
import type { VaultView } from "../vault-view.ts";
import { RotationGuides } from "./rotation-guides.tsx";
import styles from "./ledger.module.css";
import { withCommas } from "../../../shared/core/counted-noun.ts";

const minute = 60_000;

/** What still opens each cluster, the vault's own contexts included, and the one way to end it. */
export function BlastRadius({ view }: { readonly view: VaultView }) {
  const radius = useAnswer("ledger.radius", {}, ["vault", "sessions"]);
  const clusters = radius.value ?? [];
  if (radius.error) return <Problem error={radius.error} />;
  if (clusters.length === 0) return null;
  return (
    <Section title="Blast radius">
      <Notice tone="info">{revocation.statement}</Notice>
      <Table
        label="What still opens each cluster"
        columns={[
          "Cluster",
          "Contexts",
          "Issued or exported",
          "os:admin",
          "Until",
        ]}
      >
        {clusters.map((cluster) => (
          <Row key={cluster.authority} cluster={cluster} />
        ))}
      </Table>
      <details className={styles["steps"]}>
        <summary>How to rotate</summary>
        <ol>
          {revocation.steps.map(({ step, text, talosctl }) => (
            <li key={step}>
              {text} {talosctl ? <code>{talosctl}</code> : null}
            </li>
          ))}
        </ol>
        <RotationGuides
          view={view}
          names={clusters.flatMap(({ names }) => names.slice(0, 1))}
        />
      </details>
    </Section>
  );
}

const namesShown = 4;

function Row({
  cluster,
}: {
  readonly cluster: ReplyOf<"ledger.radius">[number];
}) {
  const now = useNow(minute);
  const { authority, names, contexts, issued, administrators } = cluster;
  const rest = names.length - namesShown;
  return (
    <tr>
      <td>
        <ContextNames
          names={names.slice(0, namesShown)}
          none={authority ? `CA ${authority.slice(0, 16)}` : "not known"}
        />
        {rest > 0 ? `, and ${withCommas(rest)} more` : ""}
      </td>
      <td>{withCommas(contexts)}</td>
      <td>{withCommas(issued)}</td>
      <td>{withCommas(administrators)}</td>
      <td>
        <Moment as="near" at={cluster.until} now={now} />
      </td>
    </tr>
  );
}
