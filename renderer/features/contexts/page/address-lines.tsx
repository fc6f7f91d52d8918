import { classes } from "../../../ui/classes.ts";
import styles from "./context.module.css";

/** Addresses, each on a line of its own. */
export function AddressLines({ texts }: { readonly texts: readonly string[] }) {
  return (
    <dd className={classes(styles["mono"], styles["lines"])}>
      {texts.length === 0
        ? "none"
        : texts.map((text, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <span key={`${String(index)}:${text}`}>{text}</span>
          ))}
    </dd>
  );
}
