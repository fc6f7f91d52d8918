import { expect } from "vitest";
import type { Machine } from "./harness.ts";

/**
 * Runs a script of sh with a terminal of its own, and gives what the terminal showed. `python` types: `fd` is
 * the terminal, `until(text)` waits for it to show something. `isApart`: as a person opens one, with nothing above it that
 * this test started.
 */
export async function withTerminal(
  machine: Machine,
  command: string,
  python: string,
  isApart = false,
): Promise<string> {
  const code = `
import os, pty, select, signal, sys, time
${isApart ? apart : ""}
${noManualPages}
pid, fd = pty.fork()
if pid == 0:
    os.execvp("sh", ["sh", "-c", ${JSON.stringify(command)}])
out = b""
def read(seconds):
    global out
    end = time.time() + seconds
    while time.time() < end:
        if select.select([fd], [], [], 0.05)[0]:
            try: out += os.read(fd, 65536)
            except OSError: return
def until(text, seconds=10):
    end = time.time() + seconds
    while text.encode() not in out and time.time() < end: read(0.05)
def type(text):
    os.write(fd, text.encode())
${python}
sys.stdout.write(out.decode(errors="replace"))
`;
  const { stdout, stderr } = await machine.command(["python3", "-c", code]);
  expect(stderr).toBe("");
  return stdout;
}

/** A fish at a terminal reads every manual page of the machine, for minutes and beyond its own end, where it has no such folder. */
const noManualPages = `os.makedirs(os.path.expanduser("~/.local/share/fish/generated_completions"), exist_ok=True)`;

const apart = `before = os.getpid()
if os.fork(): os._exit(0)
os.setsid()
while os.getppid() == before: time.sleep(0.01)`;
