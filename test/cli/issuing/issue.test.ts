import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { field, structure } from "../../doubles/certificate-structure.ts";
import { TestAuthority } from "../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { describeWithKeyring, Machine } from "../harness.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");

describeWithShared(
  "issuing offline",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let stop: ProdCluster["stop"];
    let recoveryKey = "";

    beforeAll(async () => {
      ({ machine, recoveryKey, stop } = await startProdCluster());
    });

    afterAll(() => stop());

    const issue = (...args: string[]) =>
      machine.run(["issue", "prod", ...args]);
    const show = async (name: string) =>
      await machine.json<{
        roles: string[];
        notAfter: string;
        fingerprint: string;
        labels: object;
      }>(["show", name, "--json"]);

    test("an expired administrator is back with one command", async () => {
      await machine.run(["set", "prod", "--label", "site=fra"]);
      const short = ["--authority", secrets, "--ttl", "1s", "--yes"];
      expect(await issue(...short)).toMatchObject({ code: 0 });
      const before = await show("prod");
      await setTimeout(Date.parse(before.notAfter) - Date.now() + 1000);
      const version = ["exec", "prod", "--stored", "--", talosctl, "version"];
      const expired = await machine.run(version);
      expect(expired.code).not.toBe(0);
      expect(expired.stdout).not.toContain("Server:");
      const renewed = await issue("--authority", secrets);
      expect(renewed).toMatchObject({ code: 0, stdout: "" });
      const after = await show("prod");
      expect(after.fingerprint).not.toBe(before.fingerprint);
      expect(Date.parse(after.notAfter)).toBeGreaterThan(Date.now());
      expect(after).toMatchObject({
        roles: ["os:admin"],
        labels: { site: "fra" },
      });
      const used = await machine.run(version);
      expect(used.stdout).toContain("Server:");
    });

    test("the certificate has the same fields as talosctl's own", async () => {
      const file = join(machine.folder, "colleague.yaml");
      expect(
        (
          await issue(
            "--authority",
            secrets,
            "--roles",
            "os:admin",
            "--to",
            file,
          )
        ).code,
      ).toBe(0);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const ours = readFileSync(file, "utf8");
      const theirs = readFileSync(
        sharedPath("fixtures/prod/talosconfig"),
        "utf8",
      );
      expect(await structure(machine, field(ours, "crt"))).toBe(
        await structure(machine, field(theirs, "crt")),
      );
      expect(
        field(ours, "key")
          .split("\n")
          .map((line) => line.length),
      ).toEqual(
        field(theirs, "key")
          .split("\n")
          .map((line) => line.length),
      );
      expect(field(ours, "ca")).toBe(field(theirs, "ca"));
    });

    test("several roles are written as talosctl writes them", async () => {
      const roles = ["os:reader", "os:etcd:backup", "os:admin"];
      const file = join(machine.folder, "several.yaml");
      await issue(
        "--authority",
        secrets,
        "--roles",
        roles.join(","),
        "--to",
        file,
      );
      const made = join(machine.folder, "theirs.yaml");
      await machine.run([
        "exec",
        "prod",
        "--stored",
        "--",
        talosctl,
        "config",
        "new",
        "--roles",
        roles.join(","),
        made,
      ]);
      const [ours, theirs] = [
        readFileSync(file, "utf8"),
        readFileSync(made, "utf8"),
      ];
      expect(await structure(machine, field(ours, "crt"))).toBe(
        await structure(machine, field(theirs, "crt")),
      );
    });

    test("a reader logs in and may read, and no more", async () => {
      expect(
        (
          await issue(
            "--authority",
            secrets,
            "--roles",
            "os:reader",
            "--ttl",
            "1h",
            "--as",
            "reader",
          )
        ).code,
      ).toBe(0);
      expect(
        (await machine.run(["exec", "reader", "--", talosctl, "version"]))
          .stdout,
      ).toContain("Server:");
      const refused = await machine.run([
        "exec",
        "reader",
        "--",
        talosctl,
        "reboot",
        "--wait=false",
      ]);
      expect(refused.stderr).toContain("not authorized");
    });

    test("what was not meant is refused and nothing is written", async () => {
      const before = machine.snapshot();
      const refused = async (reason: RegExp, ...args: string[]) => {
        const outcome = await issue(...args);
        expect(outcome.code).not.toBe(0);
        expect(outcome.stderr).toMatch(reason);
      };
      await refused(
        /No rule of Talos uses team:sre/,
        "--authority",
        secrets,
        "--roles",
        "team:sre",
      );
      await refused(
        /--reason TEXT --confirm prod/,
        "--authority",
        secrets,
        "--roles",
        "os:impersonator",
      );
      await refused(
        /is no role/,
        "--authority",
        secrets,
        "--roles",
        `os:${"x".repeat(70)}`,
      );
      await refused(
        /not the CA that the context trusts/,
        "--authority",
        sharedPath("fixtures/lab/secrets.yaml"),
      );
      await refused(
        /more than a year/,
        "--authority",
        secrets,
        "--ttl",
        "1000w",
      );
      await refused(/hundred years/, "--authority", secrets, "--ttl", "9999w");
      for (const ttl of ["0", "0s", "-1h", "1e9h", ""])
        await refused(/hundred years/, "--authority", secrets, "--ttl", ttl);
      await refused(
        /control character/,
        "--authority",
        secrets,
        "--custom-roles",
        "--roles",
        "team\u001b[2J",
      );
      await refused(
        /worker/,
        "--authority",
        sharedPath("fixtures/prod/worker.yaml"),
      );
      await refused(/already/, "--authority", secrets, "--as", "reader");
      expect(machine.snapshot()).toEqual(before);
    });

    /** Is the authority's key in the vault, as the stock age tool opens it, or in any other file of ours? */
    async function isKeyKept(): Promise<boolean> {
      const [, key = ""] =
        /os:\n\s+crt: \S+\n\s+key: (\S+)/.exec(readFileSync(secrets, "utf8")) ??
        [];
      expect(key.length).toBeGreaterThan(50);
      const plain = await machine.command(
        ["age", "-d", "-i", "-", join(machine.home, "vault.age")],
        { input: recoveryKey },
      );
      expect(plain).toMatchObject({ code: 0 });
      expect(plain.stdout).toContain('"contexts"');
      const files = Object.values(machine.snapshot());
      const hex = Buffer.from(key).toString("hex");
      return plain.stdout.includes(key) || files.some((one) => one.includes(hex)); // prettier-ignore
    }

    test("an authority from a file is used and not kept", async () => {
      expect(await isKeyKept()).toBe(false);
    });

    test("an authority that the vault keeps issues by itself, and can be taken out", async () => {
      const offline = await issue("--as", "kept");
      expect(offline.stderr).toContain("TALOS_VAULT_OFFLINE is set");
      expect(offline.stderr).toContain("--authority secrets.yaml");
      const kept = await machine.run(["authority", "import", secrets]);
      expect(kept).toMatchObject({ code: 0 });
      expect(await isKeyKept()).toBe(true);
      const again = await machine.run(["authority", "import", secrets]);
      expect(again.stderr).toMatch(
        /has the authority .* of the cluster of "prod.* already/,
      );
      const list = await machine.run(["authority", "list", "--json"]);
      const { authorities } = JSON.parse(list.stdout) as {
        authorities: { fingerprint: string; contexts: string[] }[];
      };
      expect(authorities[0]?.contexts).toContain("prod");
      expect(list.stdout).not.toContain("LS0t");
      expect((await issue("--roles", "os:reader", "--as", "kept")).code).toBe(
        0,
      );
      const used = await machine.run([
        "exec",
        "kept",
        "--",
        talosctl,
        "version",
      ]);
      expect(used.stdout).toContain("Server:");
      const start = authorities[0]?.fingerprint.slice(0, 8) ?? "";
      expect((await machine.run(["authority", "remove", start])).code).not.toBe(
        0,
      );
      expect(
        (await machine.run(["authority", "remove", start, "--yes"])).code,
      ).toBe(0);
      expect((await issue("--as", "gone")).code).toBe(1);
      expect(await isKeyKept()).toBe(false);
    });
  },
);

describeWithKeyring("authorities of every kind that Talos has", () => {
  test.each(["ed25519", "p256", "rsa2048"] as const)(
    "%s: openssl verifies what it issues, strictly",
    async (kind) => {
      const machine = await Machine.start();
      const authority = new TestAuthority(kind);
      const pair = machine.file(
        "pair.pem",
        `${authority.pair.crt}${authority.pair.key}`,
      );
      await machine.run(["init"]);
      await machine.run(["import", "-"], {
        input:
          "context: a\ncontexts:\n    a:\n        endpoints:\n            - 10.0.0.1\n",
      });
      const file = join(machine.folder, "issued.yaml");
      const issued = await machine.run([
        "issue",
        "a",
        "--authority",
        pair,
        "--roles",
        "os:reader,team ä",
        "--custom-roles",
        "--ttl",
        "2h",
        "--to",
        file,
      ]);
      expect(issued).toMatchObject({ code: 0 });
      const text = readFileSync(file, "utf8");
      const crt = machine.file("crt.pem", field(text, "crt"));
      const ca = machine.file("ca.pem", authority.pair.crt);
      const verified = await machine.command([
        "openssl",
        "verify",
        "-x509_strict",
        "-purpose",
        "sslclient",
        "-CAfile",
        ca,
        crt,
      ]);
      expect(verified.stdout).toContain("OK");
      const wrong = await machine.command([
        "openssl",
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-CAfile",
        ca,
        crt,
      ]);
      expect(wrong.code).not.toBe(0);
      const key = machine.file(
        "key.pem",
        field(text, "key").replace("ED25519 ", "").replace("ED25519 ", ""),
      );
      const publicKeys = await machine.command([
        "sh",
        "-c",
        `openssl x509 -in '${crt}' -noout -pubkey; openssl pkey -in '${key}' -pubout`,
      ]);
      const [first, second] = publicKeys.stdout.split(
        /(?<=-----END PUBLIC KEY-----\n)/,
      );
      expect(first).toBe(second);
      authority.dispose();
      await machine.stop();
    },
  );
});
