import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const platform = process.platform === "win32" ? "win" : process.platform;
const packageOfNode = `node-${platform}-${process.arch}`;

let project = "";
beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), "talos-vault-run-"));
  for (const folder of [
    "build/bun",
    "build/node",
    "node_modules/.bin",
    "machine",
  ])
    await mkdir(join(project, folder), { recursive: true });
  for (const file of [
    "package.json",
    "package-lock.json",
    "build/run.js",
    "build/bun/package.json",
    "build/node/package.json",
    "node_modules/.package-lock.json",
  ])
    await copyFile(file, join(project, file));
  await program("machine/node", "echo v20.20.2");
  await program("machine/npm", 'echo "npm $*"; exit 7');
  for (const tool of ["buf", "vite"])
    await program(`node_modules/.bin/${tool}`, "node --version");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Writes a program that does what `line` says. */
async function program(path: string, line: string) {
  await mkdir(join(project, path, ".."), { recursive: true });
  await writeFile(join(project, path), `#!/bin/sh\n${line}\n`);
  await chmod(join(project, path), 0o755);
}

/** What `npm run build` prints on a machine whose own Node is 20. */
function build() {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(project, "build/run.js"), "build"],
    {
      env: { PATH: `${join(project, "machine")}:/usr/bin:/bin` },
      encoding: "utf8",
    },
  );
  const all = `${stdout}${stderr}`.trim().split("\n");
  const isSaid = (line: string) => line.startsWith("talos-vault: ");
  return {
    lines: new Set(all.filter((line) => !isSaid(line))),
    said: all.filter(isSaid),
    status,
  };
}

test.skipIf(process.platform === "win32")(
  "the pinned Node is found in its package, also where npm made no link to it",
  async () => {
    await program(`node_modules/${packageOfNode}/bin/node`, "echo v24.21.0");
    const { lines, said, status } = build();
    expect({ lines, status }).toEqual({ lines: new Set(["v24.21.0"]), status: 0 }); // prettier-ignore
    // What runs for a while is named before it does.
    expect(said[0]).toBe("talos-vault: Building the command line …");
  },
);

test.skipIf(process.platform === "win32")(
  "the machine's own Node serves where it is new enough",
  async () => {
    await program("machine/node", "echo v26.1.0");
    expect(build()).toMatchObject({ lines: new Set(["v26.1.0"]), status: 0 });
  },
);

test.skipIf(process.platform === "win32")(
  "a machine without a Node that is new enough is told which",
  () => {
    const { lines, status } = build();
    expect(status).toBe(1);
    expect([...lines].join(" ")).toContain("Install Node 24");
  },
);

test.skipIf(process.platform === "win32")(
  "what is not installed yet, or not as the lock file says, is installed first",
  async () => {
    await writeFile(
      join(project, "node_modules/.package-lock.json"),
      '{"packages":{}}',
    );
    expect(build()).toMatchObject({ lines: new Set(["npm ci"]), status: 7 });
  },
);
