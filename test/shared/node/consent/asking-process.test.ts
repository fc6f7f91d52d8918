import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askingProcessAt } from "../../../../shared/node/consent/asking-process.ts";
import { judgeAnswerer } from "../../../../shared/node/consent/may-answer.ts";
import { questionAbout } from "../../../doubles/scripted-person.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-asking-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program of this name, which starts two others; and stops with them. */
async function twoBelow(name: string, mode: number) {
  const program = join(folder, name);
  copyFileSync("/bin/bash", program);
  chmodSync(program, mode);
  const started = spawn(program, [
    "-c",
    "sleep 60 & a=$!; sleep 60 & echo $a $!; wait",
  ]);
  const [said] = (await once(started.stdout, "data")) as [Buffer];
  const pids = said.toString().trim().split(" ").map(Number);
  return {
    pids,
    stop: async () => {
      for (const pid of pids) process.kill(pid);
      await once(started, "close");
    },
  };
}

/** May the second answer what the first asks, on a terminal of its own? */
function judged([first = 0, second = 0]: readonly number[]) {
  const [asking, other] = [first, second].map((pid) => {
    const found = askingProcessAt(pid, "");
    if (!found) throw new Error("it runs");
    // Without what runs this test, which both have in common.
    const own = found.chain.findIndex((one) => one.process.pid === process.pid);
    return { ...found, chain: found.chain.slice(0, own), session: null };
  });
  if (!asking || !other) throw new Error("two were asked for");
  const question = questionAbout("session", {
    process: { ...asking, terminal: null },
  });
  const chain = [other, ...other.chain];
  return judgeAnswerer(question, { chain, terminal: "1", session: null }, true);
}

// Whose file it is decides, and only root makes one of the system's.
test.skipIf(process.getuid?.() !== 0)(
  "what a multiplexer, a login or a desktop of the system started has nothing in common by it",
  async () => {
    for (const name of ["tmux", "sshd", "gnome-shell"]) {
      const { pids, stop } = await twoBelow(name, 0o755);
      expect(judged(pids)).toBeNull();
      await stop();
    }
  },
);

test.each([
  ["agent", 0o755],
  ["systemd", 0o777],
  ["tmux", 0o777],
])("a program of the asker's own, as %s, counts", async (name, mode) => {
  const { pids, stop } = await twoBelow(name, mode);
  expect(judged(pids)).toBe("same-program");
  await stop();
});
