import { useTheme } from "../../theme.ts";
import { LockIcon } from "../../ui/icons.ts";
import styles from "../card.module.css";

/** A page that was opened without its one-time address, or twice. */
export function NoSession() {
  useTheme("system");
  return (
    <main className={styles["backdrop"]}>
      <div className={styles["card"]}>
        <div className={styles["mark"]}>
          <LockIcon aria-hidden />
          Talos Vault
        </div>
        <h1 className={styles["title"]}>This address has been used</h1>
        <p className={styles["text"]}>
          Each address opens one window, once. Run <code>talos-vault ui</code>{" "}
          in a terminal and use the address that it prints.
        </p>
      </div>
    </main>
  );
}
