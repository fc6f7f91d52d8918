import {
  classifyFile,
  type ClassifiedFile,
} from "../../imports/classify-file.ts";
import { leftOverText } from "../../imports/left-over-text.ts";
import { momentText } from "../../moment-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Files } from "../../ports/files.ts";
import type { Notes, VaultNotes } from "../../ports/vault-notes.ts";
import { readEarlier } from "./apply-import.ts";
import { check, type Check } from "../vault/doctor/check.ts";
import { countOf } from "../../counted-noun.ts";
import { summarizeCertificate } from "../../certificates/summary.ts";
import {
  earlierCredentialText,
  type EarlierCredential,
} from "../../earlier-credential.ts";
import type { EarlierCredentials } from "../../ledger/earlier-credentials.ts";
import type { LeftOver } from "../../talosconfig/left-over.ts";
import type { TalosContext } from "../../talosconfig/types.ts";

export interface PlaintextPorts {
  readonly files: Pick<Files, "exists" | "read">;
  readonly notes: Pick<VaultNotes, "read">;
  readonly ledger: Pick<Ledger, "read">;
  readonly clock: Pick<Clock, "now">;
}

/** What is known of files with keys. */
export interface KnownOfFiles extends Pick<Notes, "made"> {
  readonly earlier: EarlierCredentials;
  readonly now: Date;
}

/** What the doctor says of files with keys in clear: where talosctl looks (`places`), and where we read or wrote one. */
export function plaintextChecks({
  files,
  notes,
  ledger,
  clock,
}: PlaintextPorts): (places: readonly string[]) => Promise<readonly Check[]> {
  return async (places) => {
    const { made, plaintext } = await notes.read();
    const earlier = await readEarlier(ledger);
    const known = { made, earlier, now: clock.now() };
    const checks: Check[] = [];
    // One after the other: each may be large.
    for (const path of new Set([...places, ...plaintext])) {
      const found = await plaintextCheck(files, known, path);
      if (found) checks.push(found);
    }
    return checks;
  };
}

/** The same of one file; null: it has no keys in it, in clear. `made`: files that we wrote. */
export async function plaintextCheck(
  files: PlaintextPorts["files"],
  { made, earlier, now }: KnownOfFiles,
  path: string,
): Promise<Check | null> {
  if (!(await files.exists(path))) return null;
  const bytes = await files.read(path);
  if (!bytes.ok) return null;
  const classified = classifyFile(bytes.value);
  if (classified.kind === "authority")
    return authorityCheck(classified, path, made.includes(path));
  if (classified.kind !== "talosconfig") return null;
  const { config, leftOver } = classified.parsed;
  const keys = [...config.contexts.values()].filter(
    ({ key }) => key !== undefined,
  );
  if (keys.length === 0) return null;
  const before = earlierIn(keys, earlier);
  const holds = `${path} holds ${countOf(keys.length, "private key")} in plain text`;
  return check(
    "plaintext",
    "warning",
    "plaintext-keys",
    before.length === 0
      ? `${holds}.`
      : `${holds}; ${earlierText(before, keys.length, now)}`,
    {
      ...(before.length > 0
        ? nextForEarlier(before.length === keys.length)
        : nextFor(leftOver, made.includes(path))),
      about: { file: path },
    },
  );
}

/** Of a worker's machine config the key is empty, and what else is secret in one that we wrote is known. */
function authorityCheck(
  { file, key }: Extract<ClassifiedFile, { readonly kind: "authority" }>,
  path: string,
  isMade: boolean,
): Check | null {
  const hasKey = typeof key === "string" && key.trim() !== "";
  const isWorker = file.kind === "machine-config" && file.type === "worker";
  if (!hasKey && !(isWorker && isMade)) return null;
  return check(
    "plaintext",
    "warning",
    hasKey ? "plaintext-authority" : "plaintext-tokens",
    `${path} holds ${hasKey ? "the key of a cluster's CA" : "the tokens that machines join a cluster with"} in plain text.`,
    {
      next: isMade
        ? "talos-vault wrote it: delete it once nodes were made from it or it was handed over, or keep it where no program reads it."
        : "Keep it where no program reads it: on a medium that is not connected.",
      about: { file: path },
    },
  );
}

interface EarlierKey {
  readonly of: EarlierCredential;
  readonly notAfter: Date;
}

function earlierIn(
  contexts: readonly TalosContext[],
  earlier: EarlierCredentials,
): readonly EarlierKey[] {
  if (earlier.size === 0) return [];
  return contexts.flatMap((config) => {
    const found = summarizeCertificate(config);
    const of = found && earlier.get(found.fingerprint);
    // Of the newest one that was issued only a look into the vault could tell.
    return of && of.replacedAt !== null
      ? [{ of, notAfter: found.notAfter }]
      : [];
  });
}

function earlierText(
  before: readonly EarlierKey[],
  keys: number,
  now: Date,
): string {
  const [first] = before;
  const whose =
    before.length === 1 && first
      ? `${keys === 1 ? "it" : "one of them"} is ${earlierCredentialText(first.of)}.`
      : `${String(before.length)} of them are earlier credentials of contexts that were given others since.`;
  const last = new Date(
    Math.max(...before.map(({ notAfter }) => notAfter.getTime())),
  );
  return last > now
    ? `${whose} Talos accepts ${before.length === 1 ? "it" : "them"} until ${momentText(last)}: nothing but a rotation of the CA ends that sooner.`
    : whose;
}

/** An import would leave them out, so it could not remove the file. */
function nextForEarlier(
  isAll: boolean,
): Pick<Check, "next"> & Partial<Pick<Check, "actions">> {
  return isAll
    ? { next: "Delete the file where nobody needs it any more." }
    : {
        next: "Import the others, and delete the file where nobody needs it any more.",
        actions: ["import"],
      };
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
