import { useState } from "react";
import type { ContextPage } from "../../../shared/contract/contexts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import {
  AuthorityIcon,
  CheckIcon,
  CopyIcon,
  EditIcon,
  KeyIcon,
  MoreIcon,
  RemoveIcon,
  TerminalIcon,
} from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { useSwitch } from "../use-switch.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./context.module.css";
import { HeadDialog, type DialogName } from "./head-dialog.tsx";
import { useRemove } from "./use-remove.ts";

export function Head({
  page,
  view,
}: {
  readonly page: ContextPage;
  readonly view: VaultView;
}) {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const { switchTo, isBusy } = useSwitch();
  const remove = useRemove();
  const { name, current, production, cluster } = page;
  const close = () => setDialog(null);
  return (
    <div className={styles["head"]}>
      <div className={styles["titleRow"]}>
        <h2 className={styles["title"]}>{name}</h2>
        <Menu
          label={`More about ${name}`}
          trigger={<MoreIcon aria-hidden />}
          items={[
            {
              text: "Rename…",
              icon: <EditIcon aria-hidden />,
              onSelect: () => setDialog("rename"),
            },
            {
              text: "Duplicate…",
              icon: <CopyIcon aria-hidden />,
              onSelect: () => setDialog("duplicate"),
            },
            {
              text: "Issue a credential…",
              icon: <AuthorityIcon aria-hidden />,
              onSelect: () => setDialog("issue"),
            },
            {
              text: "Export in plain text…",
              icon: <KeyIcon aria-hidden />,
              onSelect: () => setDialog("export"),
            },
            {
              text: "Remove",
              icon: <RemoveIcon aria-hidden />,
              isDanger: true,
              onSelect: () => remove(name),
            },
          ]}
        />
      </div>
      <div className={styles["badges"]}>
        {current ? (
          <Badge tone="accent">
            <CheckIcon aria-hidden />
            Current
          </Badge>
        ) : null}
        {production ? (
          <Badge tone={current ? "solid" : "danger"}>production</Badge>
        ) : null}
        {cluster ? <Badge>cluster {cluster}</Badge> : null}
        {Object.entries(page.labels).map(([key, value]) => (
          <Badge key={key}>{`${key}=${value}`}</Badge>
        ))}
      </div>
      <div className={styles["actions"]}>
        {current ? null : (
          <Button tone="primary" isBusy={isBusy} onClick={() => switchTo(name)}>
            Use this context
          </Button>
        )}
        <Button
          tone={current ? "primary" : "plain"}
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
