import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { markedName } from "../../../shared/core/few-names.ts";

/** Where nothing is drawn: what is read out, titles, choices of a list. `row`: of the context of this name, if it is there. */
export function nameAsText(
  name: string,
  row: Pick<ListedContext, "production"> | null,
): string {
  return markedName({ name, production: row?.production ?? false });
}
