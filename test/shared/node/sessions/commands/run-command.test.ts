import { expect, test } from "vitest";
import { runBeside } from "../../../../../shared/node/sessions/commands/run-beside.ts";
import { runCommand } from "../../../../../shared/node/sessions/commands/run-command.ts";

const pipes = { stdout: "pipe", stderr: "pipe" } as const;

test("a command that may not be signalled goes on, and its own end is what it comes to", async () => {
  const outcome = await runBeside(["sh", "-c", "exit 3"], process.env, {
    ...pipes,
    // As Node tells it of each signal.
    onChild: (child) =>
      child.once("spawn", () => {
        const error = Object.assign(new Error("kill"), { code: "EPERM" });
        for (let times = 0; times < 2; times += 1) child.emit("error", error);
      }),
  });
  expect(outcome).toEqual({ kind: "ended", code: 3 });
});

test("a command that is not there was not started", async () => {
  const outcome = await runCommand(["/nonexistent/program"], process.env);
  expect(outcome).toEqual({
    kind: "not-started",
    code: 127,
    reason: "ENOENT",
  });
});
