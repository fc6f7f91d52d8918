import { useState } from "react";
import { useRovingList } from "../../keyboard/roving.ts";
import { Button } from "../../ui/button.tsx";
import { RotationIcon } from "../../ui/icons.ts";
import { about } from "../names/context-name.tsx";
import { MoreButton } from "../more-button.tsx";
import { RotationDialog } from "../clusters/rotation/index.ts";
import { useShowMore } from "../use-show-more.ts";
import type { VaultView } from "../vault-view.ts";
import styles from "./ledger.module.css";

const clustersShown = 4;

/** The way to the guide along a rotation, for each cluster by one of its contexts. */
export function RotationGuides({
  view,
  names,
}: {
  readonly view: VaultView;
  readonly names: readonly string[];
}) {
  const [rotating, setRotating] = useState<string | null>(null);
  const keys = useRovingList<HTMLUListElement>();
  const { shown, rest, showMore } = useShowMore(names, clustersShown);
  return (
    <div>
      <ul
        aria-label="Guides along a rotation"
        className={styles["guides"]}
        {...keys}
      >
        {shown.map((name) => (
          <li key={name} data-row={name}>
            <Button size="small" onClick={() => setRotating(name)}>
              <RotationIcon aria-hidden />
              <span>{about("Guide for ", name, "…")}</span>
            </Button>
          </li>
        ))}
        {rest > 0 ? (
          <li data-row="">
            <MoreButton rest={rest} onMore={showMore} />
          </li>
        ) : null}
      </ul>
      {rotating === null ? null : (
        <RotationDialog
          view={view}
          name={rotating}
          isAsked={false}
          onClose={() => setRotating(null)}
        />
      )}
    </div>
  );
}
