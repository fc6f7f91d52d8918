import { fewNames } from "../../../shared/core/few-names.ts";
import { Badge } from "../../ui/badge.tsx";

/** Beside a name that is to be chosen by: others of the vault that may be taken for it. */
export function SimilarNames({ names }: { readonly names: readonly string[] }) {
  return names.length === 0 ? null : (
    <Badge tone="warning">looks like {fewNames(names)}</Badge>
  );
}
