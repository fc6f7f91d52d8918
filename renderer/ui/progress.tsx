import styles from "./page.module.css";

/** Something is under way; it is shown after 300 ms. */
export function Progress({ label }: { readonly label: string }) {
  return (
    <div className={styles["progress"]} role="progressbar" aria-label={label} />
  );
}
