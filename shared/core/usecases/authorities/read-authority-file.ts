import {
  isCertificateAlone,
  readAuthority,
  type Authority,
} from "../../authorities/read-authority.ts";
import type { Files } from "../../ports/files.ts";
import { success, type Result } from "../../result.ts";

/** A file, and the key that stands beside a certificate alone, as `talosctl gen ca` writes the two. */
export interface FileWithKey {
  readonly bytes: Uint8Array;
  /** Where the key is, when it is in a file of its own. */
  readonly keyPath: string | null;
  /** Both in one. */
  readonly whole: Uint8Array;
}

type ReadFiles = Pick<Files, "read" | "exists">;

/** Reads an authority from a file, and for a certificate alone from the key beside it. Errors: the file's, and those of `readAuthority`. */
export async function readAuthorityFile(
  files: ReadFiles,
  path: string,
  now: Date,
): Promise<Result<Authority>> {
  const read = await readWithKey(files, path);
  return read.ok ? readAuthority(read.value.whole, now, path) : read;
}

/** For `talos.crt` with a certificate alone: with `talos.key`, where that is there. Errors: the files'. */
export async function readWithKey(
  files: ReadFiles,
  path: string,
): Promise<Result<FileWithKey>> {
  const read = await files.read(path);
  if (!read.ok) return read;
  const bytes = read.value;
  const keyPath = path.replace(/\.(crt|pem)$/, ".key");
  const isPair =
    keyPath !== path &&
    isCertificateAlone(bytes) &&
    (await files.exists(keyPath));
  if (!isPair) return success({ bytes, keyPath: null, whole: bytes });
  const key = await files.read(keyPath);
  if (!key.ok) return key;
  return success({ bytes, keyPath, whole: inOne(bytes, key.value) });
}

function inOne(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + 1 + second.length);
  all.set(first);
  all.set(new TextEncoder().encode("\n"), first.length);
  all.set(second, first.length + 1);
  return all;
}
