import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { program, runtime } from "./harness.ts";

describe("words as people type them", () => {
  let home = "";
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "tv-usage-"));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const run = (line: string) => {
    const { stdout, stderr, status } = spawnSync(
      runtime,
      [program, ...line.split(" ").filter(Boolean)],
      {
        encoding: "utf8",
        env: { PATH: process.env["PATH"], TALOS_VAULT_HOME: home },
      },
    );
    return { stdout, stderr, code: status };
  };

  test.each([
    ["help", "--help"],
    ["help exec", "exec --help"],
    ["help cluster new", "cluster new --help"],
    ["help ls", "list --help"],
    ["ls --help", "list --help"],
    ["rm --help", "remove --help"],
    ["mv --help", "rename --help"],
    ["ctx --help", "use --help"],
    ["switch --help", "use --help"],
    ["version", "--version"],
  ])("%s is %s", (habit, verb) => {
    expect(run(habit)).toEqual({ ...run(verb), code: 0 });
  });

  test.each([
    ["lsit", "Did you mean list?"],
    ["lst", "Did you mean list?"],
    ["status", "Did you mean doctor?"],
    ["add", "Did you mean import?"],
    ["login prod", "Did you mean unlock?"],
    ["hlep", "Did you mean help?"],
    ["list --jsno", "Did you mean --json?"],
    ["authority lst", "Did you mean list?"],
    ["--recovery-fd 3 restore b.tar", "talos-vault restore … --recovery-fd"],
    ["exec prod talosctl version", "talos-vault exec prod -- talosctl version"],
    [
      "exec prod talosctl -n 10.0.0.1 get members",
      "talos-vault exec prod -- talosctl -n 10.0.0.1 get members",
    ],
    ["exec talosctl version", "talos-vault exec -- talosctl version"],
  ])("%s is answered: %s", (line, answer) => {
    const { stderr, code, stdout } = run(line);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(answer);
  });

  test.each(["sheep", "kubectl", "exec prod --delivery bogus"])(
    "%s is like nothing that is here, and nothing is suggested",
    (line) => {
      const { stderr, code } = run(line);
      expect(code).toBe(2);
      expect(stderr).not.toMatch(/Did you mean|two dashes/);
    },
  );

  test("the help has its verbs in groups", () => {
    expect(run("--help").stdout).toMatch(
      /Contexts:\n {2}import[^]*Temporary credentials:\n {2}exec[^]*The vault:\n {2}unlock/,
    );
  });
});
