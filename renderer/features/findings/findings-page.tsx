import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { FindingsIcon } from "../../ui/icons.ts";
import { Notice, Problem } from "../../ui/notice.tsx";
import { Empty, Page, Section } from "../../ui/page.tsx";
import { ContextLinks } from "../context-links.tsx";
import styles from "./findings.module.css";

const namesShown = 12;

/** What could be better across the vault, each with its fix and the contexts that it is about. */
export function FindingsPage() {
  const findings = useAnswer("findings.list", {}, ["vault", "sessions"]);
  const found = findings.value ?? [];
  return (
    <Page title="Findings">
      <Problem error={findings.error} />
      {findings.value && found.length === 0 ? (
        <Empty
          icon={<FindingsIcon aria-hidden />}
          title="Nothing could be better"
        >
          Administrators where a reader was used, long lives, shared keys and
          certificates, and what is out there in files appear here.
        </Empty>
      ) : null}
      {found.length > 0 ? (
        <Section
          title={
            found.length === 1
              ? "1 finding"
              : `${String(found.length)} findings`
          }
        >
          <ul className={styles["findings"]}>
            {found.map((one) => (
              <Finding key={`${one.code}:${one.contexts.join()}`} one={one} />
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}

function Finding({ one }: { readonly one: ReplyOf<"findings.list">[number] }) {
  return (
    <li className={styles["finding"]}>
      <Notice tone={one.severity} next={one.advice}>
        {one.message}
      </Notice>
      <ContextLinks names={one.contexts} most={namesShown} />
    </li>
  );
}
