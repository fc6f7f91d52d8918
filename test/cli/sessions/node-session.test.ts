import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerEntry } from "../../../shared/core/ledger/entry.ts";
import type { TalosNode } from "../../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { online, program, type Machine, runtime } from "../harness.ts";
import {
  issueReader,
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";
import { withTerminal } from "../with-terminal.ts";

const talosctl = sharedPath("tools/talosctl");
const minute = 60_000;

describeWithShared(
  "sessions whose credential a node makes",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let node: TalosNode;
    let stop: ProdCluster["stop"];

    beforeAll(async () => {
      ({ machine, node, stop } = await startProdCluster());
      await issueReader(machine, "reader");
    });

    afterAll(() => stop());

    const journal = () => join(machine.folder, "journal");
    const calls = () =>
      existsSync(journal()) ? readFileSync(journal(), "utf8") : "";
    const exec = (options: readonly string[], ...command: string[]) =>
      machine.run(["exec", ...options, "--", ...command], { env: online });
    const roles = (...options: string[]) =>
      exec(options, "printenv", "TALOS_VAULT_ROLES");
    const newest = async () => {
      const { entries } = await machine.json<{ entries: LedgerEntry[] }>([
        "ledger",
        "--json",
      ]);
      return entries[0];
    };
    const certificate = async (...options: string[]) => {
      const { stdout } = await exec(options, "sh", "-c", 'cat "$TALOSCONFIG"');
      const [, crt = ""] = /crt: (\S+)/.exec(stdout) ?? [];
      return new X509Certificate(Buffer.from(crt, "base64"));
    };

    test("an administrator's session reads, for an hour, and is in the ledger", async () => {
      const made = await certificate("prod");
      expect(made.toString()).toContain("BEGIN CERTIFICATE");
      const life = Date.parse(made.validTo) - Date.parse(made.validFrom);
      expect(Math.round(life / minute)).toBe(60);
      expect(await newest()).toMatchObject({
        context: "prod",
        roles: ["os:reader"],
        via: "node",
        purpose: "session",
        serial: made.serialNumber,
      });
      const shown = await exec(["prod"], "sh", "-c", 'cat "$TALOSCONFIG"');
      expect(shown.stdout).toContain(
        `endpoints:\n            - ${node.endpoint}`,
      );
      expect(shown.stdout).toContain("nodes:\n            - 127.0.0.1");
      const read = await exec(["prod"], talosctl, "version");
      expect(read.stdout).toContain("v1.13.0");
      const refused = await exec(["prod"], talosctl, "reboot", "--wait=false");
      expect(refused.stderr).toContain("not authorized");
    });

    test("it has exactly the role and the time that were asked for", async () => {
      const asked = ["prod", "--role", "os:operator", "--ttl", "10m"];
      expect((await roles(...asked)).stdout).toBe("os:operator\n");
      const made = await certificate(...asked);
      const life = Date.parse(made.validTo) - Date.parse(made.validFrom);
      expect(Math.round(life / minute)).toBe(10);
      const done = await exec(asked, talosctl, "reboot", "--wait=false");
      expect(done.stderr).not.toContain("not authorized");
    });

    test("a reader keeps its own key, and more comes from the cluster's administrator", async () => {
      rmSync(journal(), { force: true });
      expect((await roles("reader")).stdout).toBe("os:reader\n");
      expect(calls()).toBe("");
      const more = await roles("reader", "--role", "os:operator");
      expect(more.stdout).toBe("os:operator\n");
    });

    test("--stored asks nobody", async () => {
      const before = calls();
      expect((await roles("prod", "--stored")).stdout).toBe("os:admin\n");
      expect(calls()).toBe(before);
    });

    test("the agent of unlock has it made as well", async () => {
      await machine.run(["unlock", "--for", "1m"], { env: online });
      const through = await roles("prod");
      await machine.run(["lock"]);
      expect(through.stdout).toBe("os:reader\n");
      expect(await newest()).toMatchObject({ via: "node" });
    });

    test("without a node there is no session, and the way out is named", async () => {
      await machine.run(["set", "prod", "--endpoints", "127.0.0.1:1"]);
      for (const named of [
        [],
        ["--role", "os:reader"],
        ["--role", "os:admin"],
      ]) {
        const refused = await roles("prod", ...named);
        expect(refused).toMatchObject({ code: 1, stdout: "" });
        expect(refused.stderr).toContain("Nothing listens on 127.0.0.1:1.");
        expect(refused.stderr).not.toContain("127.0.0.1:1: ");
        expect(refused.stderr).toContain("talos-vault ping prod");
        expect(refused.stderr).toContain("authority import secrets.yaml");
        expect(refused.stderr).toContain("--stored");
      }
      await machine.run(["set", "prod", "--session-role", "os:reader"]);
      expect((await roles("prod")).code).toBe(1);
      await machine.run(["set", "prod", "--session-role", ""]);
      expect(await roles("prod", "--stored")).toMatchObject({
        stdout: "os:admin\n",
        stderr: "",
      });
      const offline = await machine.run(["exec", "prod", "--", "true"]);
      expect(offline.code).toBe(1);
      expect(offline.stderr).toContain("TALOS_VAULT_OFFLINE is set");
      expect(offline.stderr).toContain("--stored");
    });

    test("a reader's stored key is all there is, and a person is told", async () => {
      await machine.run(["set", "reader", "--endpoints", "127.0.0.1:1"]);
      const shown = await withTerminal(
        machine,
        `TALOS_VAULT_OFFLINE=1 exec ${runtime} ${program} exec reader -- printenv TALOS_VAULT_ROLES`,
        'until("os:reader")\nread(0.5)',
      );
      expect(shown).toContain('the stored key of "reader"');
      expect(shown).toContain("stays valid until");
    });

    test("on production a node that is away is named, and the own key wants its name and a reason", async () => {
      // No person is asked: the guard is the reason and the name alone.
      await machine.run(["set", "prod", "--production", "--consent", "never"]); // prettier-ignore
      const away = await roles("prod");
      expect(away.code).toBe(1);
      expect(away.stderr).toContain("Nothing listens on 127.0.0.1:1.");
      const refused = await roles("prod", "--stored");
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("marked production");
      expect(refused.stderr).toContain("--reason TEXT --confirm prod");
      await machine.run(["set", "prod", "--endpoints", node.endpoint]);
      expect((await roles("prod")).stdout).toBe("os:reader\n");
      await machine.run(["set", "prod", "--no-production"]);
    });

    test("no key is in a file afterwards", () => {
      const { home, runFolder } = machine;
      expect(readFileSync(join(home, "audit.jsonl"), "utf8")).not.toMatch(
        /LS0t|PRIVATE/,
      );
      expect(existsSync(runFolder)).toBe(true);
    });
  },
);
