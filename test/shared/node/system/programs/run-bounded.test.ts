import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { wordsOfTalosctl } from "../../../../../cli/completion/complete-talosctl.ts";
import { limits } from "../../../../../shared/core/limits.ts";
import { boundedOutput } from "../../../../../shared/node/system/programs/run-bounded.ts";
import { boundedRun } from "../../../../../shared/node/system/programs/child-processes.ts";
import { askPinentry } from "../../../../../shared/node/system/prompts/pinentry.ts";
import { atTheEdge, overTime } from "../../../../doubles/at-the-edge.ts";
import { writePinentry } from "../../../../doubles/pinentry.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-output-"));
afterAll(() => rmSync(folder, { recursive: true }));
const before = process.env["TALOS_VAULT_PINENTRY"];
afterEach(() => {
  if (before === undefined) delete process.env["TALOS_VAULT_PINENTRY"];
  else process.env["TALOS_VAULT_PINENTRY"] = before;
});

/** A program of that name with this for a shell. */
function program(name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

const question = { text: "Passphrase", isNew: false };

describe("a program that is asked for a word and does not stop", () => {
  atTheEdge("programOutput", {
    make: (bytes) => {
      // Up to the answer to the last command before it, and what is around the secret itself.
      const greeting = "OK Pleased to meet you\n";
      const commands = process.env["DISPLAY"] ? 4 : 3;
      const around = greeting.length + commands * 3 + "D \nOK\n".length;
      const secret = "x".repeat(bytes - around);
      return writePinentry(folder, "", `D ${secret}\nOK`);
    },
    read: (path) => {
      process.env["TALOS_VAULT_PINENTRY"] = path;
      return askPinentry(question);
    },
    taken: ({ kind }) => expect(kind).toBe("given"),
    refused: ({ kind }) => expect(kind).toBe("closed"),
  });

  test("is killed, and the question ends", async () => {
    process.env["TALOS_VAULT_PINENTRY"] = program(
      "endless",
      "while :; do echo x; done",
    );
    expect((await askPinentry(question)).kind).toBe("absent");
  });

  test("gives no words to complete", () => {
    const path = program("talosctl", "while :; do echo x; done");
    expect(wordsOfTalosctl([path], "")).toEqual([]);
  });
});

test("the line that a program was in when it had said too much is not heard", async () => {
  const { most } = limits.programOutput;
  // Its end comes by itself, and one byte too late.
  const path = program(
    "late",
    `echo OK; printf %${String(most - "OK\n".length)}s x; sleep 0.2; echo`,
  );
  const child = spawn(path, { stdio: ["ignore", "pipe", "ignore"] });
  expect(await text(boundedOutput(child))).toBe("OK\n");
});

test("a last line needs no end", async () => {
  const child = spawn(program("short", "printf 'one\\ntwo'"), {
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(await text(boundedOutput(child))).toBe("one\ntwo");
});

describe("a program that never answers", () => {
  overTime("programTime", "it is killed", async () => {
    const { signal } = spawnSync(program("ps", "exec sleep 600"), [], {
      ...boundedRun,
      timeout: 100,
    });
    expect(signal).toBe("SIGKILL");
  });

  overTime("completionTime", "there is nothing to complete", async () => {
    const began = performance.now();
    const path = program("talosctl", "exec sleep 600");
    expect(wordsOfTalosctl([path], "")).toEqual([]);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
