import styles from "./page.module.css";
import { WindowTitle } from "./window-title.tsx";

/** Something is under way; it is shown after 300 ms. */
export function Progress({ label }: { readonly label: string }) {
  return (
    <div className={styles["progress"]} role="progressbar" aria-label={label} />
  );
}

/** A whole page that is not there yet. */
export function Starting() {
  return (
    <>
      <WindowTitle of={null} />
      <Progress label="Starting" />
    </>
  );
}
