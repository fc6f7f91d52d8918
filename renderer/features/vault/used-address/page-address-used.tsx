import { useTheme } from "../../../theme.ts";
import { Card } from "../../card.tsx";
import styles from "../../card.module.css";

/** A page that was opened without its one-time address, or twice. */
export function PageAddressUsed() {
  useTheme("system");
  return (
    <Card title="This address has been used">
      <p className={styles["text"]}>
        Each address opens one window, once. Start the window again in the
        terminal, and use the address that is printed there.
      </p>
    </Card>
  );
}
