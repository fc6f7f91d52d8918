import type { EndpointHealth } from "../../../../shared/core/diagnosis/stored-health.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import {
  CheckIcon,
  DashboardIcon,
  RenewIcon,
  TerminalIcon,
} from "../../../ui/icons.ts";
import { ContextName, ProductionMark } from "../../names/context-name.tsx";
import { expiryOf } from "../../times/expiry-of.ts";
import { SimilarNames } from "../../names/similar-names.tsx";
import { useNow } from "../../times/now.ts";
import { useSwitchContext } from "../../use-switch-context.ts";
import { useContextActions } from "../actions/index.ts";
import styles from "./context.module.css";
import { HeadMenu } from "./head-menu.tsx";
import { noteLines } from "./text-lines.ts";
import { AtAGlance } from "./at-a-glance.tsx";

const minute = 60_000;

/** Its name, what is known at a glance, what somebody wrote down about it, and what is done with it every day. */
export function Head({
  page,
  health,
}: {
  readonly page: ContextPage;
  readonly health: readonly EndpointHealth[];
}) {
  const switchTo = useSwitchContext();
  const now = useNow(minute);
  const isEnding = expiryOf(page, now) !== "later";
  const { name, current, cluster } = page;
  const { open, terminal } = useContextActions();
  return (
    <div className={styles["head"]}>
      <div className={styles["titleRow"]}>
        <h2 className={styles["title"]}>
          <ContextName isPlain name={name} />
        </h2>
        <HeadMenu name={name} />
      </div>
      <div className={styles["badges"]}>
        {current ? (
          <Badge tone="accent">
            <CheckIcon aria-hidden />
            Current
          </Badge>
        ) : null}
        <ProductionMark name={name} />
        <SimilarNames names={page.looksLike} />
        {cluster ? <Badge>cluster {cluster}</Badge> : null}
        {Object.entries(page.labels).map(([key, value]) => (
          <Badge key={key}>{`${key}=${value}`}</Badge>
        ))}
      </div>
      {page.note ? <Note text={page.note} /> : null}
      <AtAGlance page={page} health={health} now={now} />
      <div className={styles["actions"]}>
        {current ? null : (
          <Button
            tone={isEnding ? "plain" : "primary"}
            onClick={() => switchTo(name)}
          >
            Use
          </Button>
        )}
        {isEnding ? (
          <Button tone="primary" onClick={() => open("renew", name)}>
            <RenewIcon aria-hidden />
            Renew…
          </Button>
        ) : null}
        <Button onClick={() => terminal(name)}>
          <TerminalIcon aria-hidden />
          Terminal
        </Button>
        <Button onClick={() => terminal(name, "dashboard")}>
          <DashboardIcon aria-hidden />
          Dashboard
        </Button>
        <Button
          tone={current && !isEnding ? "primary" : "plain"}
          onClick={() => open("session", name)}
        >
          <TerminalIcon aria-hidden />
          Start a session…
        </Button>
      </div>
    </div>
  );
}

/** As it was typed, line by line. */
function Note({ text }: { readonly text: string }) {
  return (
    <p className={styles["note"]}>
      {noteLines(text).map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index}>{line}</span>
      ))}
    </p>
  );
}
