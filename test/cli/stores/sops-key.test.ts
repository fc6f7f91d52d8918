import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  runtime,
  type Outcome,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

const text = makeTalosconfig(1).replaceAll("context-1", "lab");

describeWithKeyring("a key for files of SOPS", () => {
  let machine: Machine;
  let recipient: string;
  const sealed = () => machine.read("lab.sops.yaml");
  beforeAll(async () => {
    machine = await Machine.with(text);
    const { stdout } = await machine.run(["sops-key", "add", "repo"]);
    recipient = stdout.trim();
    machine.file(
      ".sops.yaml",
      `creation_rules:\n  - path_regex: \\.yaml$\n    age: ${recipient}\n`,
    );
  });
  afterAll(() => machine.stop());

  test("is made in the vault, listed without what it is, and known by its name alone", async () => {
    expect(recipient).toMatch(/^age1[0-9a-z]{58}$/);
    const { stdout } = await machine.run(["sops-key", "list", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      sopsKeys: [{ name: "repo", recipient, consent: null }],
    });
    expect(stdout).not.toContain("SECRET");
    const again = await machine.run(["sops-key", "add", "repo"]);
    expect(again.stderr).toContain('"repo"');
    expect(again.code).not.toBe(0);
  });

  test("opens a file that was pushed to its recipient, without a keys.txt", async () => {
    const pushed = await machine.run(["push", "lab", "sops:lab.sops.yaml"]);
    expect(pushed.stderr).toContain(recipient);
    const again = await machine.run(["push", "lab", "sops:lab.sops.yaml"]);
    expect(again.stderr).toMatch(/nothing\s+was written/);
    const log = await machine.run(["audit", "--json"]);
    expect(log.stdout).toContain("repo opened a file");
    expect(existsSync(join(machine.folder, ".config/sops"))).toBe(false);
  });

  test("is not printed on a terminal, nor where nobody agrees", async () => {
    const shown = await withTerminal(
      machine,
      `${runtime} ${program} sops-key repo`,
      `read(10)`,
    );
    expect(shown.replaceAll(/\s+/g, " ")).toContain(
      "SOPS_AGE_KEY_CMD='talos-vault sops-key repo'",
    );
    expect(shown).toContain("is not printed on a terminal");
    expect(shown).not.toContain("AGE-SECRET-KEY");
    await machine.run(["sops-key", "add", "asked", "--consent", "always"]);
    const { stdout } = await machine.run(["sops-key", "list", "--json"]);
    expect(stdout).toContain('"consent": "always"');
    const code = await withTerminal(
      machine,
      `${runtime} ${program} sops-key asked > got; echo ended $?`,
      `until("Type the key's name")\ntype("no\\r")\nuntil("ended")`,
    );
    expect(code).toContain("ended 1");
    expect(machine.read("got")).toBe("");
    const agreed = await withTerminal(
      machine,
      `${runtime} ${program} sops-key asked > got; echo ended $?`,
      `until("Type the key's name")\ntype("asked\\r")\nuntil("ended")`,
    );
    expect(agreed).toContain("ended 0");
    expect(machine.read("got")).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}\n$/);
    await machine.run(["sops-key", "remove", "asked", "--yes"]);
  });

  describeWithShared("with the real sops", ["tools/sops"], () => {
    const sops = (
      args: readonly string[],
      env: NodeJS.ProcessEnv = {},
    ): Promise<Outcome> =>
      machine.command([sharedPath("tools/sops"), ...args], {
        env: {
          SOPS_AGE_KEY_CMD: `${runtime} ${program} sops-key repo`,
          SOPS_DISABLE_VERSION_CHECK: "1",
          ...env,
        },
      });

    test("decrypts, edits and runs a command with it", async () => {
      expect((await sops(["decrypt", "lab.sops.yaml"])).stdout).toBe(text);
      const [endpoint = ""] = /(?<=endpoints:\s+- )\S+/.exec(text) ?? [];
      machine.file("editor", `sed -i s/${endpoint}/192.0.2.77/ "$1"\n`);
      const before = sealed();
      const edited = await sops(["edit", "lab.sops.yaml"], { EDITOR: "sh editor" }); // prettier-ignore
      expect(edited.stderr).toBe("");
      expect(sealed()).not.toBe(before);
      const pulled = await machine.run(["pull", "lab"]);
      expect(pulled.stderr).toContain("192.0.2.77");
      await machine.command(
        ["sh", "-c", `printf 'TOKEN: abc\\n' | ${sharedPath("tools/sops")} encrypt --filename-override env.yaml > env.yaml`],
        { env: { SOPS_DISABLE_VERSION_CHECK: "1" } },
      ); // prettier-ignore
      const ran = await sops(["exec-env", "env.yaml", "echo got $TOKEN"]);
      expect(ran.stdout).toContain("got abc");
    });

    test("is refused where it is another key's, and where it was removed", async () => {
      const yes = await machine.run(["sops-key", "remove", "repo", "--yes"]);
      expect(yes.code).toBe(0);
      const { code, stdout } = await sops(["decrypt", "lab.sops.yaml"]);
      expect(code).not.toBe(0);
      expect(stdout).toBe("");
    });
  });
});
