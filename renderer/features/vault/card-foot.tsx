import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { HelpIcon } from "../../ui/icons.ts";
import styles from "../card.module.css";
import { useHelp } from "../help/index.ts";

/** The end of a page without an open vault: where the vault is, and the help, whose diagnostics are wanted most where nothing opens. */
export function CardFoot({ children }: { readonly children: ReactNode }) {
  const help = useHelp();
  return (
    <div className={styles["foot"]}>
      <p className={styles["path"]}>{children}</p>
      <Button size="small" tone="quiet" onClick={() => help("help")}>
        <HelpIcon aria-hidden />
        Help
      </Button>
    </div>
  );
}
