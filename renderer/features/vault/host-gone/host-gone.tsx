import { Fragment, useLayoutEffect, useState, type ReactNode } from "react";
import { useHostEvent } from "../../../bridge/client.tsx";
import { hideNames } from "../../../routes.ts";
import { Card } from "../../card.tsx";
import styles from "../../card.module.css";

/**
 * The page while the program behind it answers. When that is gone nothing of the vault stays on the screen; when it is
 * back, everything is asked for anew.
 */
export function UnlessHostGone({ children }: { readonly children: ReactNode }) {
  const [host, setHost] = useState({ isThere: true, turn: 0 });
  useHostEvent(({ kind }) => {
    if (kind === "host-gone")
      setHost(({ turn }) => ({ isThere: false, turn: turn + 1 }));
    if (kind === "host-back")
      setHost(({ turn }) => ({ isThere: true, turn: turn + 1 }));
  });
  return host.isThere ? (
    <Fragment key={host.turn}>{children}</Fragment>
  ) : (
    <HostGone />
  );
}

function HostGone() {
  useLayoutEffect(hideNames, []);
  return (
    <Card title="Talos Vault has ended">
      <p className={styles["text"]} role="status">
        The program behind this page has ended in its terminal, or cannot be
        reached. Nothing of the vault is shown any more. Start the window there
        again; should the program answer again, this page goes on by itself.
      </p>
    </Card>
  );
}
