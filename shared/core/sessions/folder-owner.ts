import * as v from "valibot";
import { processSchema } from "./lease.ts";

const ownerSchema = v.object({
  format: v.literal(1),
  /** Absolute path of the vault's folder. */
  vault: v.string(),
  holder: processSchema,
  watched: processSchema,
});

/**
 * Whose a session's folder is, in the folder itself: vaults share the place where sessions live, and only the leases of
 * one are known to a sweep.
 */
export type FolderOwner = Readonly<v.InferOutput<typeof ownerSchema>>;

export function writeFolderOwner(owner: FolderOwner): string {
  return `${JSON.stringify(owner)}\n`;
}

/** Null for anything that is no such statement of ours. */
export function readFolderOwner(text: string): FolderOwner | null {
  try {
    const parsed = v.safeParse(ownerSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
