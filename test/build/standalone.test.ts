import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { skipSuite } from "../shared-material.ts";

const executable = resolve("out/bin/talos-vault");

const describeExecutable = (title: string, body: () => void) =>
  existsSync(executable) || process.env["CI"] === "true"
    ? describe(title, body)
    : skipSuite(title);

describeExecutable("the one executable", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-standalone-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(executable, args, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin", HOME: folder, ...env },
    });

  test("needs no Node", () => {
    expect(run(["--version"])).toMatchObject({
      status: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });

  test("takes neither variables nor code from the folder it is started in", () => {
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, name), text);
    for (const name of [".env", ".env.local", ".env.production"])
      write(name, `TALOS_VAULT_HOME=${folder}/elsewhere\n`);
    const preload = 'preload = ["./preload.ts"]\n';
    write("bunfig.toml", `${preload}[run]\n${preload}`);
    write(".bunfig.toml", preload);
    for (const name of ["preload.ts", "index.ts", "node_modules.ts"])
      write(
        name,
        'require("node:fs").writeFileSync("ran", ""); console.log("ran");',
      );
    write(
      "tsconfig.json",
      '{"compilerOptions":{"paths":{"*":["./preload.ts"]}}}',
    );
    write(
      "package.json",
      '{"imports":{"#*":"./preload.ts"},"type":"commonjs"}',
    );
    const home = join(folder, "the-home");
    const told = run(["list", "--json"], { TALOS_VAULT_HOME: home });
    const untold = run(["list"]);
    expect(existsSync(join(folder, "ran"))).toBe(false);
    expect(told.stdout + untold.stdout).not.toContain("ran");
    for (const { stderr } of [told, untold])
      expect(stderr).toContain("There is no vault");
    expect(existsSync(join(folder, "elsewhere"))).toBe(false);
  });
});
