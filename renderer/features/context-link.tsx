import { go } from "../routes.ts";
import styles from "./context-links.module.css";

/** The name of a context as the way to its page. */
export function ContextLink({ name }: { readonly name: string }) {
  return (
    <button
      type="button"
      className={styles["link"]}
      title={name}
      onClick={() => go({ page: "contexts", name })}
    >
      {name}
    </button>
  );
}
