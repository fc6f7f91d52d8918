import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { withTerminal } from "../with-terminal.ts";
import { program, type Machine, runtime } from "../harness.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");

interface Entry {
  readonly context: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly recipient: string;
  readonly reason?: string;
  readonly isValid: boolean;
  readonly session: string | null;
  readonly serial: string;
}

describeWithShared(
  "sessions with a credential of their own",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let stop: ProdCluster["stop"];

    beforeAll(async () => {
      ({ machine, stop } = await startProdCluster());
      await machine.run(["authority", "import", secrets]);
    });

    afterAll(() => stop());

    const set = (...args: string[]) => machine.run(["set", "prod", ...args]);
    const exec = (options: readonly string[], ...command: string[]) =>
      machine.run(["exec", "prod", ...options, "--", ...command]);
    const reboot = [talosctl, "reboot", "--wait=false"];
    const ledger = async (...args: string[]) =>
      (await machine.json<{ entries: Entry[] }>(["ledger", "--json", ...args]))
        .entries;

    test("exec reads and does no more, unless a role is named", async () => {
      const read = await exec([], talosctl, "version");
      expect(read.stdout).toContain("Server:");
      const refused = await exec([], ...reboot);
      expect(refused.stderr).toContain("not authorized");
      const done = await exec(["--role", "os:operator"], ...reboot);
      expect(done.stderr).not.toContain("not authorized");
    });

    test("the environment says what the session may do", async () => {
      const said = await exec(
        ["--role", "os:etcd:backup,os:reader"],
        "sh",
        "-c",
        "echo $TALOS_VAULT_ROLES; cat $TALOSCONFIG",
      );
      expect(said.stdout).toMatch(/^os:reader,os:etcd:backup\n/);
      const [, crt = ""] = /crt: (\S+)/.exec(said.stdout) ?? [];
      const certificate = new X509Certificate(Buffer.from(crt, "base64"));
      expect(certificate.subject).toContain("O=os:etcd:backup");
      const kept = await machine.run(["show", "prod", "--json"]);
      const { fingerprint } = JSON.parse(kept.stdout) as {
        fingerprint: string;
      };
      expect(
        certificate.fingerprint256.replaceAll(":", "").toLowerCase(),
      ).not.toBe(fingerprint);
      const [entry] = await ledger();
      expect(entry?.serial).toBe(certificate.serialNumber);
    });

    test("the agent makes one too, and never hands the authority out", async () => {
      await machine.run(["unlock"]);
      const made = await exec(
        ["--role", "os:operator"],
        "sh",
        "-c",
        "echo $TALOS_VAULT_ROLES; cat $TALOSCONFIG",
      );
      expect(made.stdout).toMatch(/^os:operator\n/);
      const [, key = ""] = /certs:[\s\S]*?os:\s+crt: \S+\s+key: (\S+)/.exec(
        readFileSync(secrets, "utf8"),
      ) ?? [""];
      expect(key.length).toBeGreaterThan(50);
      expect(made.stdout).not.toContain(key);
      const refused = await exec(["--ttl", "13h"], "true");
      expect(refused.stderr).toContain("at most 12 hours");
      expect((await exec(["--ttl", "13h", "--force"], "true")).code).toBe(0);
      await machine.run(["lock"]);
    });

    test("the context's own defaults are used", async () => {
      await set("--session-role", "os:operator", "--session-ttl", "10m");
      const said = await exec(
        [],
        "sh",
        "-c",
        "echo $TALOS_VAULT_ROLES $(( $(date -d $TALOS_VAULT_EXPIRES +%s) - $(date +%s) ))",
      );
      const [roles, seconds] = said.stdout.trim().split(" ");
      expect(roles).toBe("os:operator");
      expect(Number(seconds)).toBeGreaterThan(590);
      expect(Number(seconds)).toBeLessThanOrEqual(600);
      await set("--session-role", "", "--session-ttl", "");
      const again = await exec([], "printenv", "TALOS_VAULT_ROLES");
      expect(again.stdout).toBe("os:reader\n");
    });

    test("root on production wants a reason and the context's name", async () => {
      // No person is asked: the guard is the reason and the name alone.
      await set("--production", "--consent", "never");
      const before = (await ledger()).length;
      const admin = ["--role", "os:admin"];
      const refused = await exec(admin, "true");
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stderr).toContain("--reason TEXT --confirm prod");
      expect((await exec(["--stored"], "true")).code).toBe(1);
      expect((await exec([...admin, "--confirm", "prod"], "true")).code).toBe(
        1,
      );
      expect((await ledger()).length).toBe(before);
      expect((await exec([], "true")).code).toBe(0);
      const meant = ["--confirm", "prod", "--reason", "etcd is full"];
      const done = await exec(
        [...admin, ...meant],
        talosctl,
        "get",
        "machineconfig",
      );
      expect(done.stderr).not.toContain("not authorized");
      expect((await ledger("etcd full"))[0]).toMatchObject({
        roles: ["os:admin"],
        reason: "etcd is full",
        purpose: "session",
        session: "ended",
        isValid: true,
      });
      await set("--no-production");
    });

    test("on a terminal the reason and the name are asked for", async () => {
      // No person is asked: the guard is the reason and the name alone.
      await set("--production", "--consent", "never");
      const shown = await withTerminal(
        machine,
        `"${runtime}" "${program}" exec prod --role os:admin -- printenv TALOS_VAULT_ROLES`,
        `until("Why?"); type("disk full\\r"); until("to go on"); type("prod\\r"); read(3)`,
      );
      expect(shown).toContain("is marked production");
      expect(shown).toContain("os:admin");
      expect((await ledger("disk full"))[0]?.roles).toEqual(["os:admin"]);
      const wrong = await withTerminal(
        machine,
        `"${runtime}" "${program}" exec prod --role os:admin -- echo ran`,
        `until("Why?"); type("x\\r"); until("to go on"); type("staging\\r"); read(3)`,
      );
      expect(wrong).not.toContain("ran");
      await set("--no-production");
    });

    test("a following session keeps its roles, and stays away from what it may not have", async () => {
      await machine.run(["issue", "prod", "--as", "twin"]);
      await machine.run(["use", "prod"]);
      const script =
        'grep "^context: " $TALOSCONFIG; "$NODE" "$PROGRAM" use twin; cat $TALOSCONFIG';
      const [nodePath, programPath] = [runtime, program];
      const outcome = await machine.run(
        ["exec", "prod", "--follow", "--", "sh", "-c", script],
        { env: { NODE: nodePath, PROGRAM: programPath } },
      );
      expect(outcome.stderr).toContain(
        "1 session that follows the current context was switched to it.",
      );
      const [, after = ""] = outcome.stdout.split("context: prod\n");
      expect(after).toContain("context: twin");
      const [, crt = ""] = /crt: (\S+)/.exec(after) ?? [];
      expect(new X509Certificate(Buffer.from(crt, "base64")).subject).toBe(
        "O=os:reader",
      );
      await machine.run(["use", "prod"]);
      await machine.run(["set", "twin", "--production"]);
      const stays = await machine.run(
        [
          "exec",
          "prod",
          "--follow",
          "--role",
          "os:admin",
          "--",
          "sh",
          "-c",
          script,
        ],
        { env: { NODE: nodePath, PROGRAM: programPath } },
      );
      expect(stays.stderr).toContain(
        'was not switched: "twin" is marked production',
      );
      expect(stays.stdout).toMatch(/context: prod\n[\s\S]*context: prod\n/);
      await machine.run(["remove", "twin", "--yes"]);
    });

    test("a sealed authority signs for a role by name, with its passphrase", async () => {
      const list = await machine.run(["authority", "list", "--json"]);
      const [, fingerprint = ""] =
        /"fingerprint": "([0-9a-f]+)"/.exec(list.stdout) ?? [];
      await machine.run(["authority", "remove", fingerprint, "--yes"]);
      const phrase = "several long words\n";
      const fd = ["--authority-passphrase-fd", "3"];
      const sealed = await machine.run(
        ["authority", "import", secrets, "--seal", ...fd],
        { descriptors: [phrase] },
      );
      expect(sealed.code).toBe(0);
      const roles = ["printenv", "TALOS_VAULT_ROLES"];
      const refused = await exec(["--role", "os:reader"], ...roles);
      expect(refused).toMatchObject({ code: 3, stdout: "" });
      expect(refused.stderr).toContain("--stored");
      // Nobody opened it, and no node is reached: that gives nobody the stored key of root.
      const unasked = await exec([], ...roles);
      expect(unasked).toMatchObject({ code: 1, stdout: "" });
      const made = await machine.run(
        ["exec", "prod", "--role", "os:reader", ...fd, "--", ...roles],
        { descriptors: [phrase] },
      );
      expect(made.stdout).toBe("os:reader\n");
      const issued = await machine.run(
        ["issue", "prod", "--as", "sealed-one", ...fd],
        { descriptors: [phrase] },
      );
      expect(issued.code).toBe(0);
      await machine.run(["remove", "sealed-one", "--yes"]);
      await machine.run(["authority", "remove", fingerprint, "--yes"]);
      await machine.run(["authority", "import", secrets]);
    });

    test("for automation: least role, a day, a file, and it is in the ledger", async () => {
      const file = join(machine.folder, "ci.yaml");
      const missing = await machine.run(["issue", "prod", "--for-automation"]);
      expect(missing.code).toBe(2);
      const made = await machine.run([
        "issue",
        "prod",
        "--for-automation",
        "--to",
        file,
        "--for",
        "nightly backup",
      ]);
      expect(made.stderr).toContain("two thirds of its life");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const [, crt = ""] = /crt: (\S+)/.exec(readFileSync(file, "utf8")) ?? [];
      const { subject, validFrom, validTo } = new X509Certificate(
        Buffer.from(crt, "base64"),
      );
      expect(subject).toBe("O=os:reader");
      expect(Date.parse(validTo) - Date.parse(validFrom)).toBe(86_400_000);
      expect((await ledger("nightly"))[0]).toMatchObject({
        purpose: "automation",
        recipient: "nightly backup",
      });
    });

    test("the blast radius names what still opens the cluster, and the way out", async () => {
      const json = await machine.run(["blast-radius", "prod", "--json"]);
      const radius = JSON.parse(json.stdout) as {
        issued: Entry[];
        contexts: { name: string }[];
        statement: string;
        steps: string[];
      };
      expect(radius.contexts.map(({ name }) => name)).toContain("prod");
      expect(radius.issued.length).toBeGreaterThan(5);
      expect(radius.statement).toContain("Only rotating");
      const text = await machine.run(["blast-radius", "prod"]);
      expect(text.stdout).toContain("nightly backup");
      expect(text.stderr).toContain("talosctl rotate-ca");
    });

    test("findings say what could be better", async () => {
      expect((await exec(["--stored"], "true")).code).toBe(0);
      const outcome = await machine.run(["findings", "--json"]);
      const { findings } = JSON.parse(outcome.stdout) as {
        findings: { code: string; contexts: string[] }[];
      };
      const codes = findings.map(({ code }) => code);
      expect(codes).toContain("long-life");
      expect(codes).toContain("stored-admin-lent");
      const text = await machine.run(["findings"]);
      expect(text.stdout).toMatch(/talos-vault renew \S+ --ttl 30d/);
    });

    test("the ledger has no key in it, survives a torn line, and is private", async () => {
      const path = join(machine.home, "audit.jsonl");
      expect(existsSync(path)).toBe(true);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const text = readFileSync(path, "utf8");
      expect(text).not.toMatch(/PRIVATE|LS0t/);
      const count = (await ledger()).length;
      const issued = text.lastIndexOf('"event":"issue"');
      const torn = text.slice(0, issued + 100);
      machine.file("vault/audit.jsonl", torn);
      await exec([], "true");
      const after = await machine.run(["ledger", "--json"]);
      expect(after.stderr).toContain("1 line of the ledger cannot be read");
      expect(
        (JSON.parse(after.stdout) as { entries: Entry[] }).entries.length,
      ).toBe(count);
      const verified = await machine.run(["audit", "verify"]);
      expect(verified.code).toBe(1);
      expect(verified.stderr).toMatch(/^Line \d+ of the log is not whole/);
    });
  },
);
