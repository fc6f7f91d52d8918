import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWord } from "../../../shared/core/text/shell-words.ts";
import { knownRoles } from "../../../shared/core/roles/role.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { startTalosNode, type TalosNode } from "../../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");

describe("what needs no vault", () => {
  test("role-for prints the least role alone", async () => {
    const machine = await Machine.start("no-bus");
    const ask = (...words: string[]) => machine.run(["role-for", ...words]);
    expect(await ask("talosctl", "reboot")).toMatchObject({
      code: 0,
      stdout: "os:operator\n",
    });
    expect(await ask("--", "talosctl", "reboot", "--drain")).toMatchObject({
      code: 0,
      stdout: "os:admin\n",
    });
    expect(await ask("Version")).toMatchObject({
      code: 0,
      stdout: "os:reader\n",
    });
    expect(await ask("ApplyConfiguration")).toMatchObject({
      code: 0,
      stdout: "os:admin\n",
      stderr: expect.stringContaining("maintenance mode") as unknown,
    });
    expect(await ask("State/Create")).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("refuses every write") as unknown,
    });
    expect((await ask("talosctl", "config", "info")).stderr).toContain(
      "no role",
    );
    expect((await ask("etcd", "snapshot")).stderr).toContain("os:etcd:backup");
    const wrong = await ask("talosctl", "frobnicate");
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    const json = JSON.parse((await ask("--json", "dmesg")).stdout) as object;
    expect(json).toMatchObject({ command: "dmesg", leastRole: "os:reader" });
    await machine.stop();
  });

  test("roles lists all seven, and the methods of one, for a release", async () => {
    const machine = await Machine.start("no-bus");
    const all = await machine.json<{
      roles: { name: string; methods: number; includes: string[] }[];
    }>(["roles", "--json"]);
    expect(all.roles).toHaveLength(7);
    // Sets, not ranks.
    expect(
      all.roles.find(({ name }) => name === "os:operator")?.includes,
    ).toEqual(["os:reader", "os:etcd:backup", "os:image:verifier"]);
    expect(
      all.roles.find(({ name }) => name === "os:etcd:backup"),
    ).toMatchObject({ methods: 4, includes: [] });
    const old = await machine.run([
      "roles",
      "os:operator",
      "--talos-version",
      "1.3",
    ]);
    expect(old.stdout).toBe("");
    const known = await machine.run(["roles", "--talos-version", "9.9"]);
    expect(known).toMatchObject({ code: 2 });
    await machine.stop();
  });
});

describeWithKeyring("can-i", () => {
  test("completes commands of talosctl and methods", async () => {
    const machine = await Machine.start();
    const words = async (...line: string[]) =>
      (await machine.run(["completion", "words", "--", ...line])).stdout
        .trim()
        .split("\n");
    expect(await words("role-for", "talosctl", "etcd", "s")).toEqual([
      "snapshot",
      "status",
    ]);
    expect(await words("can-i", "prod", "reb")).toEqual(["reboot"]);
    expect(await words("role-for", "Reb")).toEqual(["Reboot"]);
    await machine.stop();
  });

  test("answers by exit code, says by which role, and what is missing", async () => {
    const machine = await Machine.start();
    await machine.run(["init"]);
    await machine.run(["import", "-"], {
      input: makeTalosconfig(1, ["os:reader"]),
    });
    const ask = (...words: string[]) =>
      machine.run(["can-i", "context-1", ...words]);
    expect(await ask("talosctl", "dmesg")).toMatchObject({
      code: 0,
      stdout: "yes, by os:reader\n",
    });
    const no = await ask("talosctl", "reboot");
    expect(no).toMatchObject({ code: 1, stdout: "no\n" });
    expect(no.stderr).toContain(
      "MachineService/Reboot needs one of: os:admin, os:operator.",
    );
    expect((await ask("--", "talosctl", "get", "machineconfig")).code).toBe(1);
    expect((await ask("--", "talosctl", "get", "members")).code).toBe(0);
    const options = await ask("--", "talosctl", "get", "-o", "yaml", "mc");
    expect(options).toMatchObject({ code: 1, stdout: "no\n" });
    expect((await ask("BlockDeviceWipe")).code).toBe(1);
    expect((await ask("talosctl", "ls")).code).toBe(0);
    const before = await ask(
      "--talos-version",
      "1.0",
      "--",
      "talosctl",
      "get",
      "members",
    );
    expect(before).toMatchObject({ code: 1, stdout: "not in Talos v1.0.0\n" });
    expect(before.stderr).toContain("has no method");
    const all = JSON.parse((await ask("--json")).stdout) as {
      answers: { command: string; isAllowed: boolean }[];
    };
    expect(
      all.answers.filter(({ isAllowed }) => isAllowed).length,
    ).toBeGreaterThan(10);
    expect((await machine.run(["can-i", "nobody", "dmesg"])).code).toBe(4);
    const nameless = await machine.run(["can-i", "talosctl", "reboot"]);
    expect(nameless.code).toBe(2);
    expect(nameless.stderr).toContain(
      "talos-vault can-i CONTEXT talosctl reboot",
    );
    const inside = [runtime, program, "can-i", "talosctl", "dmesg"];
    const session = ["exec", "context-1", "--stored", "--", ...inside];
    expect(await machine.run(session)).toMatchObject({
      code: 0,
      stdout: "yes, by os:reader\n",
    });
    await machine.stop();
  });
});

describeWithShared(
  "our answers, against Talos' own authorizer",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let node: TalosNode;
    let endpoint = "";
    const journal = () => join(machine.folder, "journal");

    beforeAll(async () => {
      machine = await Machine.start();
      node = await startTalosNode("-journal", journal());
      endpoint = node.endpoint;
      await machine.run(["init"]);
    });

    afterAll(async () => {
      node.stop();
      await machine.stop();
    });

    /** A context with that role alone, by the role's name. */
    async function makeRole(role: string): Promise<string> {
      const name = role.replaceAll(":", "-");
      await machine.run(["import", "-"], {
        input: `context: ${name}\ncontexts:\n    ${name}:\n        endpoints:\n            - ${endpoint}\n        nodes:\n            - 127.0.0.1\n`,
      });
      const made = await machine.run([
        "issue",
        name,
        "--authority",
        sharedPath("fixtures/prod/secrets.yaml"),
        "--roles",
        role,
        "--ttl",
        "1h",
        "--reason",
        "a test",
        "--confirm",
        name,
      ]);
      expect(made).toMatchObject({ code: 0 });
      return name;
    }

    /**
     * Of which commands did the authorizer let every call pass? Other errors are the node's own: it runs no services. One session
     * for all of them: what is asked is the node's answer.
     */
    async function authorized(context: string): Promise<readonly boolean[]> {
      const calls = join(machine.folder, `calls-${context}`);
      const words = commands
        .map((command) => command.map(shellWord).join(" "))
        .join("\n");
      const script = `
        while read -r words; do
          before=$(cat "$1" 2>/dev/null | wc -c)
          error=$(eval "timeout 10 '$2' $words" 2>&1 >/dev/null </dev/null)
          tail -c "+$((before + 1))" "$1" | tr '\\n' ' '
          printf '%s\\n' "$error" | tr '\\n' ' '
          echo
        done >"$3"`;
      const session = [
        "exec",
        context,
        "--stored",
        "--reason",
        "to see",
        "--confirm",
        context,
      ];
      const shell = ["sh", "-c", script, "sh", journal(), talosctl, calls];
      await machine.run([...session, "--", ...shell], { input: `${words}\n` });
      const lines = readFileSync(calls, "utf8").trim().split("\n");
      expect(lines).toHaveLength(commands.length);
      return lines.map((line) => {
        expect(line).toContain("/");
        return !/PermissionDenied|not authorized/.test(line);
      });
    }

    const commands = [
      ["version"],
      ["dmesg"],
      ["reboot", "--wait=false"],
      ["etcd", "members"],
      ["etcd", "snapshot", "/tmp/none"],
      ["read", "/etc/hosts"],
      ["meta", "delete", "0x0a"],
      ["meta", "write", "0x0a", "x"],
      ["services"],
      ["ps", "-s", "rss"],
      ["time"],
    ];

    test.each(knownRoles.map(({ name }) => name))(
      "%s may what we say, and nothing else",
      async (role) => {
        const context = await makeRole(role);
        const seen = await authorized(context);
        for (const [index, command] of commands.entries()) {
          const asked = ["can-i", context, "--", "talosctl", ...command];
          const said = await machine.run(asked);
          expect([command.join(" "), said.code === 0]).toEqual([
            command.join(" "),
            seen[index],
          ]);
        }
      },
    );
  },
);
