// A context's name wherever it stands: with its mark of production, and what it may be taken for.
// Keep: No other component draws a name: production would be missed.
import { Fragment, type ReactNode } from "react";
import { calledName } from "../../../shared/core/few-names.ts";
import { Badge } from "../../ui/badge.tsx";
import { CutName } from "../../ui/cut-name.tsx";
import styles from "./context-name.module.css";
import { useIsProduction, useRow } from "../rows/index.ts";

/**
 * The name of a context, with the mark of production where it has it. There is no other way to show one: see
 * docs/decisions/0047, and test/architecture-names.test.ts which refuses others.
 */
export function ContextName({
  name,
  nameNow = name,
  isPlain = false,
  wasProduction = false,
}: {
  readonly name: string;
  /** Of a name that it had: the one that it has, which says whether it is production. */
  readonly nameNow?: string;
  /** The mark stands beside it already. */
  readonly isPlain?: boolean;
  /** Of one that the vault has no row of any more. */
  readonly wasProduction?: boolean;
}) {
  return (
    <span className={styles["named"]} data-context={name}>
      <CutName text={calledName(name)} />
      {isPlain ? null : (
        <ProductionMark name={nameNow} wasProduction={wasProduction} />
      )}
    </span>
  );
}

/** Red, wherever the name of a context that is marked production stands. */
export function ProductionMark({
  name,
  wasProduction = false,
}: {
  readonly name: string;
  readonly wasProduction?: boolean;
}) {
  const row = useRow(name);
  const isProduction = useIsProduction(name);
  return isProduction || (row === null && wasProduction) ? (
    <Badge tone={row?.current ? "solid" : "danger"}>production</Badge>
  ) : null;
}

/** Several names in a sentence; without any the word for none. */
export function ContextNames({
  names,
  none = "",
}: {
  readonly names: readonly string[];
  readonly none?: string;
}) {
  if (names.length === 0) return none;
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 ? ", " : ""}
      <ContextName name={name} />
    </Fragment>
  ));
}

/** A sentence, a title or a message about one context: what stands before its name, and after it. */
export function about(before: string, name: string, after = ""): ReactNode {
  return (
    <>
      {before}
      <ContextName name={name} />
      {after}
    </>
  );
}
