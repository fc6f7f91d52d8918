import { go } from "../routes.ts";
import styles from "./context-links.module.css";

/** Names of contexts, each a way to its page; so many at most, and how many more there are. */
export function ContextLinks({
  names,
  most,
}: {
  readonly names: readonly string[];
  readonly most: number;
}) {
  const rest = names.length - most;
  return (
    <div className={styles["links"]}>
      {names.slice(0, most).map((name) => (
        <button
          key={name}
          type="button"
          onClick={() => go({ page: "contexts", name })}
        >
          {name}
        </button>
      ))}
      {rest > 0 ? <span>and {rest.toLocaleString("en")} more</span> : null}
    </div>
  );
}
