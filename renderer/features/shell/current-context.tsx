import { go } from "../../routes.ts";
import { classes } from "../../ui/classes.ts";
import { CheckIcon } from "../../ui/icons.ts";
import { ContextName } from "../names/context-name.tsx";
import { useCurrentRow } from "../rows/index.ts";
import styles from "./shell.module.css";

/** The current context is unmistakable, and one marked production doubly so. */
export function CurrentContext() {
  const current = useCurrentRow();
  return (
    <button
      type="button"
      className={styles["current"]}
      title={current?.name}
      data-production={current?.production ?? false}
      onClick={() => go({ page: "contexts", name: current?.name ?? null })}
    >
      <CheckIcon aria-hidden className={styles["currentIcon"]} />
      <span className={classes(styles["currentLabel"], styles["text"])}>
        Current context
        {current?.production ? (
          <span className={styles["production"]}>production</span>
        ) : null}
      </span>
      <span className={classes(styles["currentName"], styles["text"])}>
        {current ? <ContextName isPlain name={current.name} /> : "none"}
      </span>
    </button>
  );
}
