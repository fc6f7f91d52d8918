import type { Renaming } from "../../ledger/entry.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** Which contexts had another name before, for what is only shown: a ledger that cannot be read knows of none. */
export async function readRenamings(
  ledger: Ledger,
): Promise<readonly Renaming[]> {
  const read = await ledger.read();
  return read.ok ? read.value.renamings : [];
}
