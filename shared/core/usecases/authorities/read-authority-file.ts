import type { Authority } from "../../authorities/authority.ts";
import {
  authorityIn,
  isCertificateAlone,
} from "../../authorities/read-authority.ts";
import type { ClassifiedFile } from "../../imports/classify-file.ts";
import type { Classifier } from "../../ports/classifier.ts";
import type { Files } from "../../ports/files.ts";
import { success, type Result } from "../../result.ts";

/** A file, and the key that stands beside a certificate alone, as `talosctl gen ca` writes the two. */
export interface FileWithKey {
  readonly bytes: Uint8Array;
  /** Where the key is, when it is in a file of its own. */
  readonly keyPath: string | null;
  /** Both in one. */
  readonly whole: Uint8Array;
  /** What that is. */
  readonly classified: ClassifiedFile;
}

type ReadFiles = Pick<Files, "read" | "exists">;

/** Reads an authority from a file, and for a certificate alone from the key beside it. Errors: the file's, and those of `readAuthority`. */
export async function readAuthorityFile(
  files: ReadFiles,
  parser: Classifier,
  path: string,
  now: Date,
): Promise<Result<Authority>> {
  const read = await readWithKey(files, parser, path);
  return read.ok ? authorityIn(read.value.classified, now, path) : read;
}

/** For `talos.crt` with a certificate alone: with `talos.key`, where that is there. Errors: the files', and those of `Classifier`. */
export async function readWithKey(
  files: ReadFiles,
  parser: Classifier,
  path: string,
): Promise<Result<FileWithKey>> {
  const read = await files.read(path);
  if (!read.ok) return read;
  const bytes = read.value;
  const first = await parser.classify(bytes);
  if (!first.ok) return first;
  const classified = first.value;
  const keyPath = path.replace(/\.(crt|pem)$/, ".key");
  const isPair =
    keyPath !== path &&
    isCertificateAlone(classified) &&
    (await files.exists(keyPath));
  if (!isPair)
    return success({ bytes, keyPath: null, whole: bytes, classified });
  const key = await files.read(keyPath);
  if (!key.ok) return key;
  const whole = inOne(bytes, key.value);
  const both = await parser.classify(whole);
  return both.ok
    ? success({ bytes, keyPath, whole, classified: both.value })
    : both;
}

function inOne(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + 1 + second.length);
  all.set(first);
  all.set(new TextEncoder().encode("\n"), first.length);
  all.set(second, first.length + 1);
  return all;
}
