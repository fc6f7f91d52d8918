import { useEffect, useRef } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { goOn } from "../../routes.ts";

/** A context whose page is open stays open under its new name, when another window or the command line renames it. */
export function useFollowRename(
  rows: readonly ListedContext[],
  selected: string | null,
): void {
  const seen = useRef<readonly ListedContext[]>([]);
  useEffect(() => {
    const before = seen.current;
    seen.current = rows;
    if (selected === null) return;
    const to = renamedTo(before, rows, selected);
    if (to === null) return;
    goOn({ page: "contexts", name: selected }, { page: "contexts", name: to });
  }, [rows, selected]);
}

/** The new name of a context that is not there by its old one; null: it is, or nobody knows which one it became. */
function renamedTo(
  before: readonly ListedContext[],
  rows: readonly ListedContext[],
  name: string,
): string | null {
  const fingerprint = before.find((row) => row.name === name)?.fingerprint;
  if (!fingerprint || rows.some((row) => row.name === name)) return null;
  const known = new Set(before.map((row) => row.name));
  const [found, ...others] = rows.filter(
    (row) => row.fingerprint === fingerprint && !known.has(row.name),
  );
  return found && others.length === 0 ? found.name : null;
}
