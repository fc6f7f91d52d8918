import { useEffect } from "react";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./import.module.css";
import type { Arrivals } from "./use-arrivals.ts";

/** Talosconfigs where talosctl looks that have what the vault has not, each with the way to its preview; nothing without any. */
export function FoundOffers({
  arrivals: { add, declined, decline },
}: {
  readonly arrivals: Arrivals;
}) {
  const found = useAnswer("imports.found", {}, ["vault"]);
  const { reload } = found;
  // Somebody may come from a terminal, where talosctl wrote one.
  useEffect(() => {
    window.addEventListener("focus", reload);
    return () => window.removeEventListener("focus", reload);
  }, [reload]);
  const offered = (found.value ?? []).filter(
    ({ path, newContexts }) => newContexts > 0 && !declined.has(path),
  );
  return offered.map(({ path, newContexts }) => (
    <Notice
      key={path}
      tone="info"
      action={
        <span className={styles["offer"]}>
          <Button
            size="small"
            tone="primary"
            aria-label={`Review ${path}`}
            onClick={() => {
              add([async () => ({ kind: "path", path })]);
              go({ page: "import" });
            }}
          >
            Review
          </Button>
          <Button
            size="small"
            tone="quiet"
            aria-label={`Not now: ${path}`}
            onClick={() => decline(path)}
          >
            Not now
          </Button>
        </span>
      }
    >
      <span>
        Not in the vault yet: {countOf(newContexts, "context")} of {path}.
      </span>
    </Notice>
  ));
}
