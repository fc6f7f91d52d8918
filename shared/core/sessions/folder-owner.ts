import * as v from "valibot";
import { processSchema, type Lease } from "./lease.ts";

const ownerSchema = v.object({
  format: v.literal(1),
  /** Absolute path of the vault's folder. */
  vault: v.string(),
  holder: processSchema,
  watched: processSchema,
  /** What an agent calls itself whose session it is; absent: a person's. */
  agent: v.optional(v.string()),
});

/**
 * Whose a session's folder is, in the folder itself: vaults share the place where sessions live, and only the leases of
 * one are known to a sweep.
 */
export type FolderOwner = Readonly<v.InferOutput<typeof ownerSchema>>;

/** Of a session of the vault in that folder. */
export function folderOwner(
  { holder, watched, agent }: Lease,
  vault: string,
): FolderOwner {
  const whose = agent === undefined ? {} : { agent };
  return { format: 1, vault, holder, watched, ...whose };
}

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
