// Secret stores of others as a place that contexts come from and go to.
// Keep: Nothing of a file is read whose MAC was not checked (docs/decisions/0074).
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type { AgeKeys } from "../../ports/age-keys.ts";
import { failure, success, type Result } from "../../result.ts";
import { openSops, type OpenedSops } from "../../stores/sops/open-sops.ts";
import { readSops, type SopsFile } from "../../stores/sops/sops-file.ts";

/**
 * What is in a file of SOPS, where a key for it is at hand and it is of a form that is read here; null for every other file, which
 * stays what it is. Errors: `file-altered`; `store-login` where what was meant as a key is none; those of the keys.
 */
export function openSopsFile(
  keys: AgeKeys,
): (path: string, bytes: Uint8Array) => Promise<Result<Uint8Array | null>> {
  return async (path, bytes) => {
    const reading = readSops(bytes);
    if (reading.kind !== "read") return success(null);
    const opened = await openReadSops(keys, path, reading.file);
    if (!opened.ok) return opened;
    const { value } = opened;
    return success(value.kind === "opened" ? value.bytes : null);
  };
}

/** What a person is told of a file that was opened so. */
export function openedSopsText(file: string): string {
  return `Opened ${file}, which SOPS encrypted, with a key of yours; its MAC holds.`;
}

/** The same for a file that was read, with how it was sealed, or why it is not opened. */
export async function openReadSops(
  keys: AgeKeys,
  path: string,
  file: SopsFile,
): Promise<Result<Exclude<OpenedSops, { kind: "altered" }>>> {
  if (file.keys.length === 0) return success({ kind: "no-key" });
  const found = await keys.atHand();
  if (!found.ok) return found;
  const { identities, broken, refusal } = found.value;
  const own = await openSops(file, identities);
  if (own.kind !== "no-key") return judged(path, broken, own);
  const more = await keys.moreFor(file.keys.map(({ recipient }) => recipient));
  if (!more.ok) return more;
  const opened = await openSops(file, more.value.identities);
  if (opened.kind === "no-key" && refusal) return failure(refusal);
  return judged(path, [...broken, ...more.value.broken], opened);
}

function judged(
  path: string,
  broken: readonly string[],
  opened: OpenedSops,
): Result<Exclude<OpenedSops, { kind: "altered" }>> {
  if (opened.kind === "no-key" && broken.length > 0)
    return failure(noKey(path, broken));
  return opened.kind === "altered"
    ? failure(altered(path, opened.where))
    : success(opened);
}

/** No age key opens a file; some that were meant to may be none. */
export function noKey(
  path: string,
  broken: readonly string[] = [],
): VaultError {
  const name = path === "-" ? "standard input" : path;
  const one = broken.length === 1 ? "is no key" : "are no keys";
  const error = vaultError(
    "store-login",
    broken.length === 0
      ? `No key of age or SSH at hand opens ${name}.`
      : `No key of age or SSH at hand opens ${name}, and ${broken.join(", ")} ${one} that can be used: letters are missing or wrong, or it wants a passphrase.`,
    "Say where yours is: SOPS_AGE_KEY_FILE=FILE, SOPS_AGE_KEY_CMD or SOPS_AGE_SSH_PRIVATE_KEY_FILE; or keep it in the vault.",
  );
  return withActions(error, ["keep-sops-key"]);
}

function altered(path: string, where: string): VaultError {
  const name = path === "-" ? "Standard input" : path;
  return vaultError(
    "file-altered",
    `${name} is not as SOPS wrote it, and its MAC does not hold: ${where}.`,
    "Nothing of it was used. Take it as it was before, from its repository's history, and find out who changed it.",
  );
}
