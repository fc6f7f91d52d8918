import { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { bunRuntime } from "../../../../../shared/node/system/runtimes/bun-runtime.ts";
import { nodeRuntime } from "../../../../../shared/node/system/runtimes/node-runtime.ts";

const notPermitted = Object.assign(new Error("kill"), { code: "EPERM" });

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a command of another user is not ended by a signal, and Node's word of that is no end of ours", async () => {
  vi.spyOn(ChildProcess.prototype, "kill").mockImplementation(function (
    this: ChildProcess,
  ) {
    this.emit("error", notPermitted);
    return false;
  });
  const running = await nodeRuntime.start(["sh", "-c", "exit 3"], process.env);
  running.kill("SIGTERM");
  running.kill("SIGTERM");
  expect(await running.ended).toBe(3);
});

test("nor does one that may not be signalled end us under Bun, which throws", async () => {
  const child = {
    pid: 1,
    exitCode: 3,
    signalCode: null,
    exited: Promise.resolve(3),
    kill: () => {
      throw notPermitted;
    },
  };
  vi.stubGlobal("Bun", { spawn: () => child });
  const running = await bunRuntime.start(["sudo", "true"], process.env);
  running.kill("SIGTERM");
  expect(await running.ended).toBe(3);
});

test("under Bun, which gives up at once, a text without #! is run by sh as execvp has it", async () => {
  const started: (readonly string[])[] = [];
  const spawn = (command: readonly string[]) => {
    started.push(command);
    if (command[0] !== "/bin/sh")
      throw Object.assign(new Error("spawn"), { code: "ENOEXEC" });
    return {
      pid: 1,
      exitCode: 0,
      signalCode: null,
      exited: Promise.resolve(0),
    };
  };
  vi.stubGlobal("Bun", { spawn });
  // A folder of that name is passed by.
  const folder = mkdtempSync(join(tmpdir(), "tv-path-"));
  mkdirSync(join(folder, "true"));
  await bunRuntime.start(["true", "a"], { PATH: `${folder}:/bin` });
  rmSync(folder, { recursive: true });
  await bunRuntime.start(["./script"], { PATH: "/bin" });
  expect(started).toEqual([
    ["true", "a"],
    ["/bin/sh", "/bin/true", "a"],
    ["./script"],
    ["/bin/sh", "./script"],
  ]);
});
