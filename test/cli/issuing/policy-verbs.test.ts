import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import { describeWithKeyring, online, program, runtime } from "../harness.ts";
import {
  issueReader,
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";

const talosctl = sharedPath("tools/talosctl");

describeWithKeyring("verbs for a timer, and what leaves the vault", () => {
  let setUp: AuthorityMachine;
  beforeAll(async () => {
    setUp = await startAuthorityMachine();
  });
  afterAll(() => setUp.stop());

  const run = (...words: string[]) => setUp.machine.run(words);
  const importOf = async (name: string, days: number) => {
    const { authority, machine } = setUp;
    const { crt } = authority.pair;
    const roles = ["os:reader"];
    const contexts = new Map([
      [name, contextOf(crt, authority.client({ roles, days }))],
    ]);
    const input = emitTalosconfig({ context: "", contexts });
    await machine.run(["import", "-"], { input });
  };

  test("export of root on production wants a reason and the name, whatever --yes says", async () => {
    // No person is asked: the guard is the reason and the name alone.
    await run("set", "prod", "--production", "--consent", "never");
    const path = join(setUp.machine.folder, "out.yaml");
    for (const said of [
      [],
      ["--reason", "moving"],
      ["--confirm", "prod"],
      ["--reason", "moving", "--confirm", "lab"],
    ]) {
      const refused = await run("export", "prod", "-y", "-o", path, ...said);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("--reason TEXT --confirm prod");
    }
    expect(existsSync(path)).toBe(false);
    const said = ["--reason", "moving", "--confirm", "prod"];
    const done = await run("export", "prod", "-y", "-o", path, ...said);
    expect(done.code).toBe(0);
    expect((await run("ledger", "moving")).stdout).toContain("exported to");
    await run("set", "prod", "--no-production");
  });

  test("list --expiring is quiet with 0, or names what ends soon with 1", async () => {
    const quiet = await run("list", "--expiring", "7d");
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
    await importOf("soon", 3);
    const due = await run("list", "--expiring", "7d", "--json");
    expect(due.code).toBe(1);
    const { contexts } = JSON.parse(due.stdout) as {
      contexts: { name: string }[];
    };
    expect(contexts.map(({ name }) => name)).toEqual(["soon"]);
    await run("remove", "soon", "--yes");
  });

  test("list --calendar prints when what is listed ends, for a calendar, and nothing where nothing does", async () => {
    const all = await run("list", "--calendar");
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout).toMatch(
      /^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/,
    );
    expect(all.stdout).toMatch(/^SUMMARY:The certificate of prod ends/m);
    expect(all.stdout).toMatch(/^SUMMARY:The Talos CA of prod ends/m);
    const none = await run("list", "--calendar", "--role", "os:etcd:backup");
    expect(none).toMatchObject({ code: 0, stdout: "" });
    expect(none.stderr).toContain("no calendar");
    expect((await run("list", "nowhere", "--calendar")).code).toBe(4);
    expect((await run("list", "--calendar", "--json")).code).toBe(2);
  });

  test("renew --all --if-due is quiet when nothing is due, and renews what is", async () => {
    const { pair } = setUp;
    const due = ["renew", "--all", "--if-due", "--untested"];
    expect(await run(...due)).toEqual({ code: 0, stdout: "", stderr: "" });
    await importOf("ended", -1);
    expect((await run(...due)).stderr).toBe("");
    expect((await run("renew", "--all", "prod")).code).toBe(2);
    expect((await run("renew")).code).toBe(2);
    await run("remove", "ended", "--yes");
    await run("authority", "import", pair);
    const all = await run("renew", "--all", "--untested");
    expect(all.code).toBe(0);
    expect(all.stderr).toContain("Renewed prod, valid for ");
  });

  test("renew --all names each that could not be renewed, and exits with 1", async () => {
    const other = new TestAuthority();
    const { machine } = setUp;
    const { crt } = other.pair;
    const roles = ["os:reader"];
    const contexts = new Map([
      ["stranger", contextOf(crt, other.client({ roles }))],
    ]);
    other.dispose();
    const input = emitTalosconfig({ context: "", contexts });
    await machine.run(["import", "-"], { input });
    const all = await run("renew", "--all", "--untested");
    expect(all.code).toBe(1);
    expect(all.stderr).toContain("Not renewed: stranger.");
    expect(all.stderr).toContain("Renewed prod, valid for ");
    expect(all.stderr).toContain("1 of 2 certificates could not be renewed");
    await run("remove", "stranger", "--yes");
  });

  test("findings know what show knows, exec gives no half of a pair, and --exit-code counts", async () => {
    const { authority, machine } = setUp;
    const { key: _, ...half } = contextOf(
      authority.pair.crt,
      authority.client({ roles: ["os:reader"] }),
    );
    expect((await run("findings", "--exit-code", "error")).code).toBe(0);
    const contexts = new Map([["half", half]]);
    const input = emitTalosconfig({ context: "", contexts });
    await machine.run(["import", "-"], { input });
    const found = await run("findings", "--exit-code");
    expect(found.code).toBe(1);
    expect(found.stdout).toContain("certificate without a key");
    for (const stored of [[], ["--stored"]]) {
      await run("authority", "remove", await fingerprint(), "--yes");
      const refused = await run("exec", "half", ...stored, "--", "true");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("a certificate without a key");
      expect(refused.stderr).not.toContain("stays valid");
    }
    await run("remove", "half", "--yes");
  });

  const fingerprint = async () => {
    const { stdout } = await run("authority", "list", "--json");
    return /"fingerprint": "([0-9a-f]+)"/.exec(stdout)?.[1] ?? "none";
  };

  test("os:impersonator wants a reason and the name off production too, with --yes or without", async () => {
    const issue = ["issue", "prod", "--authority", setUp.pair, "--as", "imp"];
    const wanted = [...issue, "--roles", "os:impersonator", "--yes"];
    const refused = await run(...wanted);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--reason TEXT --confirm prod");
    const said = ["--reason", "a test", "--confirm", "prod"];
    expect((await run(...wanted, ...said)).code).toBe(0);
    await run("remove", "imp", "--yes");
  });

  test("a file for a colleague lives a day, what goes into the vault 90 days", async () => {
    const days = async (...target: string[]) => {
      const issue = ["issue", "prod", "--authority", setUp.pair];
      await run(...issue, "--roles", "os:reader", ...target);
      const { stdout } = await run("ledger", "--json");
      const { entries } = JSON.parse(stdout) as {
        entries: { notBefore: string; notAfter: string }[];
      };
      const [newest] = entries;
      const life =
        Date.parse(newest?.notAfter ?? "") -
        Date.parse(newest?.notBefore ?? "");
      return Math.round(life / 86_400_000);
    };
    const file = join(setUp.machine.folder, "colleague.yaml");
    expect(await days("--to", file)).toBe(1);
    expect(await days("--as", "reader")).toBe(90);
    await run("remove", "reader", "--yes");
  });
});

describeWithShared(
  "a node asked to issue, and the role that a command needs",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let setUp: ProdCluster;
    beforeAll(async () => {
      setUp = await startProdCluster();
      await issueReader(setUp.machine, "reader");
    });
    afterAll(() => setUp.stop());

    const run = (...words: string[]) =>
      setUp.machine.run(words, { env: online });

    test("issue has a node make it: by itself, and --via", async () => {
      const file = join(setUp.machine.folder, "theirs.yaml");
      const issue = ["issue", "prod", "--roles", "os:reader"];
      const made = await run(...issue, "--to", file);
      expect(made).toMatchObject({ code: 0 });
      expect(made.stderr).toContain("Asking the cluster, as prod");
      const { stdout } = await run("ledger", "--json", "theirs");
      expect(stdout).toContain('"via": "node"');
      const via = await run("issue", "reader", "--via", "prod", "--as", "two");
      expect(via.code).toBe(0);
      const wrong = await run("issue", "prod", "--via", "two", "--as", "three");
      expect(wrong.code).toBe(1);
      expect(wrong.stderr).toContain("no os:admin context");
      await run("remove", "two", "--yes");
    });

    test("a command that the session may not run says which role it needs", async () => {
      const reboot = [talosctl, "reboot", "--wait=false"];
      const refused = await run("exec", "prod", "--", ...reboot);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toContain("needs os:operator");
      expect(refused.stderr).toContain(
        `talos-vault exec prod --role os:operator -- ${talosctl} reboot`,
      );
      const enough = await run(
        "exec",
        "prod",
        "--role",
        "os:operator",
        "--",
        ...reboot,
      );
      expect(enough.stderr).not.toContain("needs os:");
      const version = await run("exec", "prod", "--", talosctl, "version");
      expect(version).toMatchObject({ code: 0, stderr: "" });
    });

    test("can-i inside a session answers for the session", async () => {
      const asked = `"${runtime}" "${program}" can-i prod talosctl reboot`;
      const inside = await run("exec", "prod", "--", "sh", "-c", asked);
      expect(inside.stdout).toBe("no\n");
      expect(inside.code).toBe(1);
      expect((await run("can-i", "prod", "talosctl", "reboot")).code).toBe(0);
    });
  },
);
