import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../../..");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-bare-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs code of ours with a file open on 7 and 9, and stdout open once more on a descriptor far from the first ones, as
 * Chromium has them: Node closes for a child what comes next to stderr (uv_disable_stdio_inheritance), up to a gap. The
 * output ends when nobody has it open.
 */
async function outputOf(
  code: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const child = spawn(
    "bash",
    [
      "-c",
      'exec 7<"$0" 9<"$0" 63<"$0" 200>&1; "$0" --input-type=module -e "$1"',
      process.execPath,
      code,
    ],
    {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close", { signal: AbortSignal.timeout(20_000) });
  return Buffer.concat(chunks).toString();
}

test("what outlives us has nothing of ours open: who waits for that gets its end", async () => {
  const output = await outputOf(`
    import { spawnDetached } from "../shared/node/system/programs/spawn-detached.ts";
    const child = spawnDetached("/bin/sh", ["-c", "ls -l /proc/self/fd/200; exec sleep 20"], { stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.once("data", (seen) => {
      process.stdout.write(seen.toString().split("-> ")[1] + child.pid, () => process.exit());
    });
  `);
  const [opened, pid] = output.split("\n");
  process.kill(Number(pid), "SIGKILL");
  expect(opened).toBe("/dev/null");
});

test("the watch over a session's end is such a process", async () => {
  const inAMinute = Math.round(Date.now() / 1000) + 60;
  writeFileSync(join(folder, "ends"), `${String(inAMinute)}\n`);
  try {
    await outputOf(`
      import { watchExpiry } from "../shared/node/sessions/expiry-watch.ts";
      watchExpiry(${JSON.stringify(folder)});
    `);
  } finally {
    // It ends with its folder.
    rmSync(folder, { recursive: true });
  }
});

describe("a program that we start has three streams and nothing else", () => {
  const seen = () => join(folder, "seen");

  /** A program that writes down what it has open, and then does `more`. */
  function writeProgram(name: string, more = ""): string {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const path = join(bin, name);
    const list = `for fd in /proc/$$/fd/*; do echo "\${fd##*/} $(readlink $fd)"; done`;
    const script = `#!/bin/dash\n(${list}) >'${seen()}.new'; mv '${seen()}.new' '${seen()}'\n${more}\n`;
    writeFileSync(path, script, { mode: 0o755 });
    return path;
  }

  /** Descriptors past stderr that lead anywhere; dash has its own script open, as 10. */
  function others(): readonly string[] {
    return readFileSync(seen(), "utf8")
      .trimEnd()
      .split("\n")
      .filter((line) => {
        const [fd = "", target = ""] = line.split(" ");
        const isOwnScript = target.startsWith(join(folder, "bin"));
        return Number(fd) > 2 && target !== "/dev/null" && !isOwnScript;
      });
  }

  const inFolder = (): NodeJS.ProcessEnv => ({
    PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
  });

  test("pinentry", async () => {
    const pinentry = writeProgram(
      "pinentry",
      'echo OK; while read -r word rest; do [ "$word" = GETPIN ] && echo "D typed"; echo OK; done',
    );
    const typed = await outputOf(
      `
      import { askSystem } from "../shared/node/system/prompts/system-prompt.ts";
      const asked = await askSystem({ text: "?", isNew: false });
      console.log(asked.value.reveal());
    `,
      { TALOS_VAULT_PINENTRY: pinentry },
    );
    expect(typed).toBe("typed\n");
    expect(others()).toEqual([]);
  });

  test("the dialog of a desktop without pinentry", async () => {
    writeProgram("zenity", "echo typed");
    const typed = await outputOf(
      `
      import { askSystem } from "../shared/node/system/prompts/system-prompt.ts";
      const asked = await askSystem({ text: "?", isNew: false });
      console.log(asked.value.reveal());
    `,
      { ...inFolder(), TALOS_VAULT_PINENTRY: "/nowhere/pinentry" },
    );
    expect(typed).toBe("typed\n");
    expect(others()).toEqual([]);
  });

  test("the browser", async () => {
    writeProgram("xdg-open");
    await outputOf(
      `
      import { openPage } from "../cli/web-ui/open-page.ts";
      openPage("http://127.0.0.1:1/", ${JSON.stringify(folder)});
    `,
      inFolder(),
    );
    await expect.poll(() => existsSync(seen())).toBe(true);
    expect(others()).toEqual([]);
  });

  test("a terminal", async () => {
    writeProgram("x-terminal-emulator");
    const opened = await outputOf(
      `
      import { openInTerminal } from "../shared/node/sessions/shells/terminals.ts";
      console.log(await openInTerminal("x-terminal-emulator", "", ["true"]));
    `,
      inFolder(),
    );
    expect(opened).toBe("true\n");
    expect(others()).toEqual([]);
  });

  test("talosctl that makes machine configs, and reads the secrets from its stdin", async () => {
    const talosctl = writeProgram("talosctl", `cat >'${folder}/secrets'`);
    await outputOf(`
      import { generateConfig } from "../shared/node/clusters/generate-config.ts";
      import { Secret } from "../shared/core/secret.ts";
      const generating = { talosctl: ${JSON.stringify(talosctl)}, args: [], files: [] };
      await generateConfig(generating, new Secret("bundle"));
    `);
    expect(readFileSync(join(folder, "secrets"), "utf8")).toBe("bundle");
    expect(others()).toEqual([]);
  });
});
