import {
  isCertificateAlone,
  readAuthority,
  type Authority,
} from "../authorities/read-authority.ts";
import type { Files } from "../ports/files.ts";
import type { Result } from "../result.ts";

/**
 * Reads an authority from a file; for `talos.crt` with a certificate alone, from `talos.key` beside it as well, as
 * `talosctl gen ca` writes the two. Errors: the file's, and those of `readAuthority`.
 */
export async function readAuthorityFile(
  files: Pick<Files, "read" | "exists">,
  path: string,
  now: Date,
): Promise<Result<Authority>> {
  const bytes = await files.read(path);
  if (!bytes.ok) return bytes;
  const beside = path.replace(/\.(crt|pem)$/, ".key");
  const isPair =
    beside !== path &&
    isCertificateAlone(bytes.value) &&
    (await files.exists(beside));
  if (!isPair) return readAuthority(bytes.value, now);
  const key = await files.read(beside);
  if (!key.ok) return key;
  return readAuthority(inOne(bytes.value, key.value), now);
}

function inOne(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + 1 + second.length);
  all.set(first);
  all.set(new TextEncoder().encode("\n"), first.length);
  all.set(second, first.length + 1);
  return all;
}
