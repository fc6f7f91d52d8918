import { useCallback, useMemo, useState } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";

/** Rows that something is to be done with, by the names of their contexts. */
export interface Selection {
  readonly names: ReadonlySet<string>;
  /** In, or out again. */
  readonly toggle: (name: string) => void;
  /** All between the one that was taken last and this one. */
  readonly extendTo: (name: string) => void;
  readonly all: () => void;
  readonly none: () => void;
}

const nobody: ReadonlySet<string> = new Set();

/** What is selected among these rows; a row that is not shown any more is not selected any more. */
export function useSelection(rows: readonly ListedContext[]): Selection {
  const [chosen, setChosen] = useState(nobody);
  const [anchor, setAnchor] = useState<string | null>(null);
  const names = useMemo(() => {
    if (chosen.size === 0) return nobody;
    return new Set(
      rows.flatMap(({ name }) => (chosen.has(name) ? [name] : [])),
    );
  }, [rows, chosen]);
  const toggle = useCallback((name: string) => {
    setAnchor(name);
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  }, []);
  const extendTo = useCallback(
    (name: string) => {
      const from = rows.findIndex((row) => row.name === (anchor ?? name));
      const to = rows.findIndex((row) => row.name === name);
      const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
      setAnchor((before) => before ?? name);
      setChosen(new Set(between.map((row) => row.name)));
    },
    [rows, anchor],
  );
  const all = useCallback(
    () => setChosen(new Set(rows.map(({ name }) => name))),
    [rows],
  );
  const none = useCallback(() => {
    setChosen(nobody);
    setAnchor(null);
  }, []);
  return { names, toggle, extendTo, all, none };
}
