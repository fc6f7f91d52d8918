import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "../../../cli/questions/passphrases.ts";
import { limits } from "../../../shared/core/limits.ts";

const most = limits.typedSecret.most;

test.each([
  ["as long as a secret may be", "x".repeat(most), most],
  ["with a line end", `${"x".repeat(most)}\nmore`, most],
  ["one byte longer", "x".repeat(most + 1), null],
  ["as many characters, and more bytes", `${"x".repeat(most - 1)}ä`, null],
] as const)("a secret from a descriptor, %s", (_, text, length) => {
  const folder = mkdtempSync(join(tmpdir(), "tv-secret-"));
  const path = join(folder, "secret");
  writeFileSync(path, text);
  const fd = openSync(path, "r");
  try {
    const read = readSecret(fd, "--passphrase-fd");
    expect(read.ok ? read.value.reveal().length : null).toBe(length);
    if (!read.ok) expect(read.error.code).toBe("usage");
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
});

test("an endless descriptor is refused", () => {
  const fd = openSync("/dev/zero", "r");
  try {
    expect(readSecret(fd, "--passphrase-fd").ok).toBe(false);
    expect(readSecret(fd, "--recovery-key-fd", "all").ok).toBe(false);
  } finally {
    closeSync(fd);
  }
});
