import { failure, success, type Result } from "../../result.ts";
import type { SecretStore } from "../../ports/secret-store.ts";

/**
 * Writes, and gives the version. Whether it may be there is said of every error: it may unless the store is sure, for an answer
 * can be lost after the store took what was sent.
 */
export async function writeToStore(
  store: SecretStore,
  bytes: Uint8Array,
): Promise<Result<string>> {
  const written = await store.write(bytes);
  if (written.ok) return success(written.value);
  const { error } = written;
  if (error.arrival === "none") return written;
  return failure({
    ...error,
    arrival: "possible",
    next: `${error.next} It may be there all the same, and counts as there in the ledger: push again, or look at what is there now.`,
  });
}
