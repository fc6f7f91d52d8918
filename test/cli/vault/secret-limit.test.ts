import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSecret } from "../../../cli/questions/passphrases.ts";
import { Terminal } from "../../../cli/terminal.ts";
import { limits } from "../../../shared/core/limits.ts";
import {
  atTheEdge,
  expectRefusal,
  overTime,
} from "../../doubles/at-the-edge.ts";

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

/** A pipe whose other end somebody keeps open, after they wrote this. */
async function withOpenPipe<T>(
  text: string,
  use: (fd: number) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "tv-pipe-"));
  const path = join(folder, "pipe");
  spawnSync("mkfifo", [path]);
  const script = 'exec 3<>"$1"; printf "%s" "$2" >&3; exec cat >/dev/null';
  const writer = spawn("sh", ["-c", script, "sh", path, text]);
  try {
    return await use(openSync(path, "r"));
  } finally {
    writer.kill();
    rmSync(folder, { recursive: true });
  }
}

test("a line is a whole secret, also where the other end of the pipe stays open", async () => {
  const read = await withOpenPipe("word\n", (fd) =>
    readSecret(terminal, fd, "--passphrase-fd"),
  );
  expect(read.ok && read.value.reveal()).toBe("word");
});

overTime(
  "descriptorTime",
  "one that gives no whole secret is left",
  async () => {
    for (const [text, lines] of [
      ["", "first"],
      ["half a line", "first"],
      ["a line\n", "all"],
    ] as const) {
      const read = await withOpenPipe(text, (fd) =>
        readSecret(terminal, fd, "--passphrase-fd", lines, 300),
      );
      expectRefusal(read, "gave no whole secret within");
      expect(read).toMatchObject({ error: { code: "passphrase-missing" } });
    }
  },
);

test("stdin is read like any other, and stays open for whoever is started afterwards", () => {
  const script = `
    const { readSecret } = await import(process.argv[1]);
    const read = await readSecret({ say() {} }, 0, "--passphrase-fd");
    const { fstatSync } = await import("node:fs");
    console.log(read.value.reveal(), fstatSync(0).isSocket() || fstatSync(0).isFIFO());`;
  const questions = join(import.meta.dirname, "../../../cli/questions");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", script, join(questions, "passphrases.ts")],
    { input: "a word\nmore", encoding: "utf8" },
  );
  expect(stdout, stderr).toBe("a word true\n");
});
