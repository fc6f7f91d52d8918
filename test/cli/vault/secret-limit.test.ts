import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "../../../cli/questions/passphrases.ts";
import { Terminal } from "../../../cli/terminal.ts";
import { limits } from "../../../shared/core/limits.ts";
import { atTheEdge, expectRefusal } from "../../doubles/at-the-edge.ts";

const most = limits.typedSecret.most;

const terminal = new Terminal();

async function readText(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "tv-secret-"));
  const path = join(folder, "secret");
  writeFileSync(path, text);
  try {
    return await readSecret(terminal, openSync(path, "r"), "--passphrase-fd");
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

test("what stands behind the line of a secret is no part of it, and bytes are counted, not characters", async () => {
  const read = await readText(`${"x".repeat(most)}\nmore`);
  expect(read.ok && read.value.reveal()).toHaveLength(most);
  expect((await readText(`${"x".repeat(most - 1)}ä`)).ok).toBe(false);
});

test("an endless descriptor is refused", async () => {
  const endless = () => openSync("/dev/zero", "r");
  const all = await readSecret(terminal, endless(), "--recovery-fd", "all");
  const line = await readSecret(terminal, endless(), "--passphrase-fd");
  expect([line.ok, all.ok]).toEqual([false, false]);
});
