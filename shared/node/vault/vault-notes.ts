import { join } from "node:path";
import { parseJson } from "../../core/json.ts";
import type { Notes, VaultNotes } from "../../core/ports/vault-notes.ts";
import { failure, success } from "../../core/result.ts";
import { fileError } from "../files/file-error.ts";
import { writeAtomically } from "../files/atomic-file.ts";
import { withFileLock } from "../files/file-lock.ts";
import { readOwn } from "../files/own-file.ts";
import { limits } from "../../core/limits.ts";

const largest = limits.notesFile.most;

/** `<vault home>/notes.json`. */
export function vaultNotes(home: string): VaultNotes {
  const path = join(home, "notes.json");
  const read = async () => {
    const bytes = await readOwn(path, largest).catch(() => null);
    return notesOf(new TextDecoder().decode(bytes ?? new Uint8Array()));
  };
  return {
    read,
    change: async (change) => {
      try {
        return await withFileLock(join(home, "notes.lock"), async (held) => {
          const text = JSON.stringify(change(await read()), null, 2);
          const beforeReplacing = async () => held.assertOurs();
          await writeAtomically(path, `${text}\n`, { beforeReplacing });
          return success(undefined);
        });
      } catch (error) {
        return failure(fileError(error, "write", path));
      }
    },
  };
}

function notesOf(text: string): Notes {
  const value = parseJson(text) as Partial<Record<keyof Notes, unknown>> | null;
  const { plaintext, made, proven } = value ?? {};
  const { recipient, at } = (proven ?? {}) as Readonly<Record<string, unknown>>;
  const isProof = typeof recipient === "string" && typeof at === "string";
  return {
    plaintext: textsOf(plaintext),
    made: textsOf(made),
    proven: isProof ? { recipient, at } : null,
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === "string")
    : [];
}
