import { useState } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { CheckIcon, RenewIcon, TerminalIcon } from "../../../ui/icons.ts";
import { ContextName, ProductionMark } from "../../context-name.tsx";
import { expiryOf } from "../../expiry-of.ts";
import { LooksLike } from "../../looks-like.tsx";
import { useNow } from "../../now.ts";
import { useSwitch } from "../../use-switch.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./context.module.css";
import { HeadDialog, type DialogName } from "./head-dialog.tsx";
import { HeadMenu } from "./head-menu.tsx";

const minute = 60_000;

export function Head({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const switchTo = useSwitch();
  const isEnding = expiryOf(page, useNow(minute)) !== "later";
  const { name, current, cluster } = page;
  const close = () => setDialog(null);
  return (
    <div className={styles["head"]}>
      <div className={styles["titleRow"]}>
        <h2 className={styles["title"]}>
          <ContextName isPlain name={name} />
        </h2>
        <HeadMenu name={name} isCurrent={page.current} open={setDialog} />
      </div>
      <div className={styles["badges"]}>
        {current ? (
          <Badge tone="accent">
            <CheckIcon aria-hidden />
            Current
          </Badge>
        ) : null}
        <ProductionMark name={name} />
        <LooksLike names={page.looksLike} />
        {cluster ? <Badge>cluster {cluster}</Badge> : null}
        {Object.entries(page.labels).map(([key, value]) => (
          <Badge key={key}>{`${key}=${value}`}</Badge>
        ))}
      </div>
      <div className={styles["actions"]}>
        {current ? null : (
          <Button
            tone={isEnding ? "plain" : "primary"}
            onClick={() => switchTo(name)}
          >
            Use this context
          </Button>
        )}
        {isEnding ? (
          <Button tone="primary" onClick={() => setDialog("renew")}>
            <RenewIcon aria-hidden />
            Renew…
          </Button>
        ) : null}
        <Button
          tone={current && !isEnding ? "primary" : "plain"}
          onClick={() => setDialog("session")}
        >
          <TerminalIcon aria-hidden />
          Start a session…
        </Button>
      </div>
      <HeadDialog dialog={dialog} name={name} view={view} onClose={close} />
    </div>
  );
}
