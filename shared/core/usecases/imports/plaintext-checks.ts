import { classifyFile } from "../../imports/classify-file.ts";
import type { Files } from "../../ports/files.ts";
import type { VaultNotes } from "../../ports/vault-notes.ts";
import { check, type Check } from "../vault/doctor/check.ts";
import { countOf } from "../../counted-noun.ts";

/** What the doctor says of files with keys in clear: where talosctl looks (`places`), and where we read or wrote one. */
export function plaintextChecks(
  files: Pick<Files, "exists" | "read">,
  notes: Pick<VaultNotes, "read">,
): (places: readonly string[]) => Promise<readonly Check[]> {
  return async (places) => {
    const { plaintext } = await notes.read();
    const checks: Check[] = [];
    // One after the other: each may be large.
    for (const path of new Set([...places, ...plaintext])) {
      const found = await plaintextCheck(files, path);
      if (found) checks.push(found);
    }
    return checks;
  };
}

/** A file with keys in it, in clear, where talosctl looks or where we were. */
async function plaintextCheck(
  files: Pick<Files, "exists" | "read">,
  path: string,
): Promise<Check | null> {
  if (!(await files.exists(path))) return null;
  const bytes = await files.read(path);
  if (!bytes.ok) return null;
  const classified = classifyFile(bytes.value);
  if (classified.kind === "authority" && typeof classified.key === "string")
    return check(
      "plaintext",
      "warning",
      "plaintext-authority",
      `${path} holds the key of a cluster's CA in plain text.`,
      {
        next: "Keep it where no program reads it: on a medium that is not connected.",
      },
    );
  if (classified.kind !== "talosconfig") return null;
  const { length } = [...classified.parsed.config.contexts.values()].filter(
    ({ key }) => key !== undefined,
  );
  if (length === 0) return null;
  return check(
    "plaintext",
    "warning",
    "plaintext-keys",
    `${path} holds ${countOf(length, "private key")} in plain text.`,
    { actions: ["import-and-remove"], about: { file: path } },
  );
}
