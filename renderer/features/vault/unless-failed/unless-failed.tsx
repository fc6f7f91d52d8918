import { Component, type ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../card.tsx";
import styles from "../../card.module.css";

interface Props {
  readonly children: ReactNode;
}

/** The page while it can be drawn. Else it says so: a part of its code could not be read, or failed; React would leave a blank page. */
export class UnlessFailed extends Component<Props, { hasFailed: boolean }> {
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override state = { hasFailed: false };

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Card title="This page cannot be shown">
        <p className={styles["text"]} role="alert">
          A part of it could not be read or drawn. What is in the vault is as it
          was, and sessions go on. Load the page again; if that does not help,
          quit Talos Vault and start it again.
        </p>
        <div className={styles["actions"]}>
          <Button tone="primary" onClick={() => location.reload()}>
            Load it again
          </Button>
        </div>
      </Card>
    );
  }
}
