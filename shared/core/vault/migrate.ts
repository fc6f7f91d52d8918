import { vaultError, type VaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { formatNumber, hasTodaysLayout } from "./document-lines.ts";
import { damaged } from "./vault-file-errors.ts";

type Json = Readonly<Record<string, unknown>>;

/** From a format to the next one: takes the whole document of format N, gives one of format N + 1. */
export type Migrations = ReadonlyMap<number, (document: Json) => Json>;

/**
 * Every format that was ever released stays here. The second is the first with removed contexts, the third either of
 * them with small changes beside it, the fourth one with requests for access, the fifth one with keys for SOPS, and all are read like the first: nothing has to be brought up yet.
 */
const released: Migrations = new Map();

/** Brings a document up to today's format. Errors: `vault-too-new`, `vault-damaged`. */
export function migrate(
  document: unknown,
  migrations: Migrations = released,
): Result<unknown> {
  let current = document;
  for (;;) {
    const format = formatOf(current);
    if (format === null)
      return failure(damaged("its content has no format number"));
    if (hasTodaysLayout(format)) return success(current);
    if (format > formatNumber) return failure(tooNew(format));
    const step = migrations.get(format);
    if (!step)
      return failure(
        damaged(`its format ${String(format)} was never released`),
      );
    current = step(current as Json);
    if (formatOf(current) !== format + 1)
      throw new Error(
        `the migration from format ${String(format)} did not advance by one`,
      );
  }
}

function formatOf(document: unknown): number | null {
  const facts = (document as Json | null)?.["x-talos-vault"] as
    Json | null | undefined;
  const format = facts?.["format"];
  return typeof format === "number" ? format : null;
}

/** @param known the newest format that this program knows */
export function tooNew(format: number, known = formatNumber): VaultError {
  return vaultError(
    "vault-too-new",
    `The vault has format ${String(format)}, and this program knows up to ${String(known)}.`,
    "Update talos-vault; nothing was changed.",
  );
}
