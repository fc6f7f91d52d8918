import { classifyFile } from "../../imports/classify-file.ts";
import { leftOverText } from "../../imports/left-over-text.ts";
import type { Files } from "../../ports/files.ts";
import type { Notes, VaultNotes } from "../../ports/vault-notes.ts";
import { check, type Check } from "../vault/doctor/check.ts";
import { countOf } from "../../counted-noun.ts";
import type { LeftOver } from "../../talosconfig/left-over.ts";

/** What the doctor says of files with keys in clear: where talosctl looks (`places`), and where we read or wrote one. */
export function plaintextChecks(
  files: Pick<Files, "exists" | "read">,
  notes: Pick<VaultNotes, "read">,
): (places: readonly string[]) => Promise<readonly Check[]> {
  return async (places) => {
    const noted = await notes.read();
    const checks: Check[] = [];
    // One after the other: each may be large.
    for (const path of new Set([...places, ...noted.plaintext])) {
      const found = await plaintextCheck(files, noted, path);
      if (found) checks.push(found);
    }
    return checks;
  };
}

/** The same of one file; null: it has no keys in it, in clear. `made`: files that we wrote. */
export async function plaintextCheck(
  files: Pick<Files, "exists" | "read">,
  { made }: Pick<Notes, "made">,
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
        next: made.includes(path)
          ? "talos-vault wrote it: delete it once nodes were made from it or it was handed over, or keep it where no program reads it."
          : "Keep it where no program reads it: on a medium that is not connected.",
        about: { file: path },
      },
    );
  if (classified.kind !== "talosconfig") return null;
  const { config, leftOver } = classified.parsed;
  const { length } = [...config.contexts.values()].filter(
    ({ key }) => key !== undefined,
  );
  if (length === 0) return null;
  return check(
    "plaintext",
    "warning",
    "plaintext-keys",
    `${path} holds ${countOf(length, "private key")} in plain text.`,
    { ...nextFor(leftOver, made.includes(path)), about: { file: path } },
  );
}

/** An import removes a file only when the vault then holds all of it. */
function nextFor(
  leftOver: readonly LeftOver[],
  isMade: boolean,
): Pick<Check, "next"> & Partial<Pick<Check, "actions">> {
  if (isMade)
    return {
      next: "talos-vault wrote it: delete it once it was handed over, or is used no more.",
    };
  if (leftOver.length === 0)
    return { next: "", actions: ["import-and-remove"] };
  const [first] = leftOver.map(leftOverText);
  return {
    next: `It also has what a vault does not hold (${first ?? ""}): import it, move that elsewhere, and delete the file yourself.`,
    actions: ["import"],
  };
}
