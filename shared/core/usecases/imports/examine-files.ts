import { examine, type Examination } from "../../certificates/examine-many.ts";
import type { Examiner } from "../../ports/examiner.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { ImportedFile } from "./imported-file.ts";

/** What is known of a context of an import. */
export type Examined = (config: TalosContext, now: Date) => Examination;

/** Reads the credentials of all contexts of files once, for every plan and every write that is made of them. */
export async function examineFiles(
  examiner: Examiner,
  files: readonly Pick<ImportedFile, "contexts">[],
  now: Date,
  signal?: AbortSignal,
): Promise<Examined> {
  const all = files.flatMap(({ contexts }) => [...contexts.values()]);
  const examinations = await examiner.examine(all, now, signal);
  const known = new Map(all.map((one, at) => [one, examinations[at]]));
  return (config, at) => known.get(config) ?? examine(config, at);
}
