import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "../../../cli/questions/passphrases.ts";
import { limits } from "../../../shared/core/limits.ts";
import { atTheEdge, expectRefusal } from "../../doubles/at-the-edge.ts";

const most = limits.typedSecret.most;

function readText(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "tv-secret-"));
  const path = join(folder, "secret");
  writeFileSync(path, text);
  try {
    return readSecret(openSync(path, "r"), "--passphrase-fd");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

atTheEdge("typedSecret", {
  make: (bytes) => "x".repeat(bytes),
  read: readText,
  taken: (read) => expect(read.ok && read.value.reveal()).toHaveLength(most),
  refused: (read) => {
    expectRefusal(read, "more than 4096 bytes");
    expect(read).toMatchObject({ error: { code: "usage" } });
  },
});

test("what stands behind the line of a secret is no part of it, and bytes are counted, not characters", () => {
  const read = readText(`${"x".repeat(most)}\nmore`);
  expect(read.ok && read.value.reveal()).toHaveLength(most);
  expect(readText(`${"x".repeat(most - 1)}ä`).ok).toBe(false);
});

test("an endless descriptor is refused", () => {
  const endless = () => openSync("/dev/zero", "r");
  expect(readSecret(endless(), "--passphrase-fd").ok).toBe(false);
  expect(readSecret(endless(), "--recovery-key-fd", "all").ok).toBe(false);
});
