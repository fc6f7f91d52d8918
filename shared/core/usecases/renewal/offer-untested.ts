import type { VaultError } from "../../errors.ts";
import type { Cure } from "../../remedy.ts";

/** What helps with a credential that could not be tried, and that it can be taken without. */
export function offerUntested({ cure }: VaultError, context: string): Cure {
  return { context, remedies: [...(cure?.remedies ?? []), "untested"] };
}
