import { ContextLink } from "./context-link.tsx";
import styles from "./context-links.module.css";
import { MoreButton } from "../more-button.tsx";
import { useShowMore } from "../use-show-more.ts";

/** Names of contexts, each a way to its page; so many at first, and the others for a click. */
export function ContextLinks({
  names,
  most,
}: {
  readonly names: readonly string[];
  readonly most: number;
}) {
  const { shown, rest, showMore } = useShowMore(names, most);
  return (
    <div className={styles["links"]}>
      {shown.map((name) => (
        <ContextLink key={name} name={name} />
      ))}
      <MoreButton rest={rest} onMore={showMore} />
    </div>
  );
}
