import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import {
  describeWithKeyring,
  program,
  type Machine,
  runtime,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

/** Production whose guard is the reason and the name alone: no person is asked. */
const unasked = ["--production", "--consent", "never"];

describeWithKeyring("what issuing refuses", () => {
  let machine: Machine;
  let authority: TestAuthority;
  let pair: string;
  let stop: AuthorityMachine["stop"];

  beforeAll(async () => {
    ({ machine, authority, pair, stop } = await startAuthorityMachine());
  });

  afterAll(() => stop());

  const issue = (...args: string[]) =>
    machine.run(["issue", "prod", "--authority", pair, ...args]);

  test.each([
    ["a folder that is not there", "missing/new.yaml", "Make the folder first"],
    ["a folder", ".", "is a folder"],
    ["no name", "", "needs a name"],
    ["a file that is there", "pair.pem", "exists already"],
  ])("%s as a target, before anything is issued", async (_, to, says) => {
    const before = machine.snapshot();
    const refused = await issue("--to", to);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(says);
    expect(refused.stderr).toContain("nothing was issued");
    expect(refused.stderr).not.toContain("--force");
    expect(machine.snapshot()).toEqual(before);
    const log = readFileSync(join(machine.home, "audit.jsonl"), "utf8");
    expect(log).not.toContain('"event":"issue"');
  });

  test("root on production without a reason and the context's name", async () => {
    await machine.run(["set", "prod", ...unasked]);
    const to = join(machine.folder, "root.yaml");
    const before = machine.snapshot();
    for (const said of [
      [],
      ["--reason", "an upgrade"],
      ["--confirm", "prod"],
      ["--reason", "an upgrade", "--confirm", "lab"],
      ["--reason", "an upgrade", "--yes"],
    ]) {
      const refused = await issue("--to", to, ...said);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("--reason TEXT --confirm prod");
    }
    expect(machine.snapshot()).toEqual(before);
    const less = await issue("--roles", "os:reader", "--as", "reader");
    expect(less.code).toBe(0);
    const meant = ["--reason", "an upgrade", "--confirm", "prod"];
    expect((await issue("--to", to, ...meant)).code).toBe(0);
    const { stdout } = await machine.run(["ledger", "upgrade"]);
    expect(stdout).toContain("os:admin");
    await machine.run(["set", "prod", "--no-production"]);
  });

  test("a key of the vault that could do more, unless that is meant; then it comes back", async () => {
    const before = machine.snapshot();
    const reader = ["--roles", "os:reader"];
    const refused = await issue(...reader);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/"prod" with os:admin is replaced by one with os:reader/); // prettier-ignore
    expect(refused.stderr).toMatch(/--yes .*--as NAME .*--to FILE/);
    expect(machine.snapshot()).toEqual(before);
    const meant = await issue(...reader, "--yes");
    expect(meant.code).toBe(0);
    expect(meant.stderr).toContain("--as NAME");
    expect(meant.stderr).toMatch(/old certificate .* stays valid until 20/);
    const [, generation = ""] =
      /talos-vault restore --generation (\d+)/.exec(meant.stderr) ?? [];
    const restore = ["restore", "--generation", generation, "--yes"];
    expect((await machine.run(restore)).code).toBe(0);
    const { roles } = await machine.json<{ roles: string[] }>(["show", "prod", "--json"]); // prettier-ignore
    expect(roles).toEqual(["os:admin"]);
  });

  test("no role, another cluster's CA, sessions that are too long", async () => {
    const roleless = await issue("--roles", "", "--as", "nothing");
    expect(roleless.code).toBe(1);
    expect(roleless.stderr).toContain("needs a role");
    for (const what of [["manifest", "etcd"], ["patch"]]) {
      const args = ["--namespace", "backup", "--roles", ""];
      const account = await machine.run(["service-account", ...what, ...args]);
      expect(account).toMatchObject({ code: 2, stdout: "" });
    }
    const other = new TestAuthority();
    const path = machine.file("other.pem", other.pair.crt + other.pair.key);
    other.dispose();
    const args = ["issue", "prod", "--authority", path, "--as", "other"];
    const mixed = await machine.run([...args, "--ttl", "400d", "--force"]);
    expect(mixed.code).toBe(1);
    expect(mixed.stderr).toContain("--other-ca");
    expect((await machine.run([...args, "--other-ca"])).code).toBe(0);
    const long = ["set", "prod", "--session-ttl", "24h"];
    const refused = await machine.run(long);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--force");
    expect((await machine.run([...long, "--force"])).code).toBe(0);
    await machine.run(["authority", "import", pair]);
    const session = await machine.run(["exec", "prod", "--", "true"]);
    expect(session.code).toBe(0);
    await machine.run(["set", "prod", "--session-ttl", ".5h"]);
  });

  test("a name from a file cannot steer the terminal of a list", async () => {
    const config = contextOf(authority.pair.crt, authority.client());
    const contexts = new Map([["evil\u001b[2J", config]]);
    const input = emitTalosconfig({ context: "", contexts });
    await machine.run(["import", "-"], { input });
    await machine.run(["authority", "import", pair]);
    const { stdout } = await machine.run(["authority", "list"]);
    expect(stdout).toContain("evil_[2J");
    expect(stdout).not.toContain("\u001b");
    await machine.run(["remove", "evil*", "--yes"]);
  });

  test("on a terminal both are asked for", async () => {
    await machine.run(["set", "prod", ...unasked]);
    const shown = await withTerminal(
      machine,
      `'${runtime}' '${program}' issue prod --authority '${pair}' --to asked.yaml; echo "code $?"`,
      [
        'until("Why?")',
        'type("an upgrade\\r")',
        'until("name to go on")',
        'type("prod\\r")',
        'until("code ")',
      ].join("\n"),
    );
    await machine.run(["set", "prod", "--no-production"]);
    expect(shown).toContain("marked production");
    expect(shown).toContain("code 0");
  });
});
