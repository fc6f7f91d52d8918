import { fewNames } from "../../../shared/core/few-names.ts";
import { Badge } from "../../ui/badge.tsx";
import { useProductionNames } from "../rows/index.ts";
import { nameAsText } from "./name-as-text.ts";

/** Beside a name that is to be chosen by: others of the vault that may be taken for it. */
export function SimilarNames({ names }: { readonly names: readonly string[] }) {
  const known = useProductionNames();
  if (names.length === 0) return null;
  const marked = names.map((name) =>
    nameAsText(name, { production: known.includes(name) }),
  );
  return <Badge tone="warning">looks like {fewNames(marked)}</Badge>;
}
