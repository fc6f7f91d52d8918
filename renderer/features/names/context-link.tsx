import { go } from "../../routes.ts";
import { ContextName } from "./context-name.tsx";
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
      <ContextName name={name} />
    </button>
  );
}
