import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerEntry } from "../../../shared/core/ledger/entry.ts";
import type { ContextDetails } from "../../../shared/core/vault/views.ts";
import type { TalosNode } from "../../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { online, program, type Machine, runtime } from "../harness.ts";
import {
  issueReader,
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");
const down = "127.0.0.1:1";

describeWithShared(
  "renewing",
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

    const set = (...args: string[]) => machine.run(["set", ...args]);
    const renew = (...args: string[]) =>
      machine.run(["renew", ...args], { env: online });
    const show = async (name: string) =>
      await machine.json<ContextDetails>(["show", name, "--json"]);
    const ledger = async () =>
      (
        await machine.json<{
          entries: LedgerEntry[];
        }>(["ledger", "--json"])
      ).entries;
    const works = (name: string) =>
      machine.run(["exec", name, "--stored", "--", talosctl, "version"], {
        env: online,
      });

    test("an administrator has its own node make the next one, and it works", async () => {
      const before = await show("prod");
      const renewed = await renew("prod");
      expect(renewed.stderr).toContain(`${node.endpoint} accepts it.`);
      expect(renewed.stderr).toContain("The old certificate cannot be revoked");
      expect(renewed.code).toBe(0);
      const after = await show("prod");
      expect(after.fingerprint).not.toBe(before.fingerprint);
      expect(after.roles).toEqual(before.roles);
      expect(after.endpoints).toEqual(before.endpoints);
      expect(after.nodes).toEqual(before.nodes);
      expect((await works("prod")).stdout).toContain("v1.13.0");
      const made = (await ledger()).find(({ via }) => via === "node");
      expect(made).toMatchObject({ context: "prod", reason: "renewal" });
    });

    test("a reader is renewed by the administrator, with its own role and life", async () => {
      expect((await renew("reader")).code).toBe(0);
      const { roles, notBefore, notAfter } = await show("reader");
      expect(roles).toEqual(["os:reader"]);
      const days =
        (Date.parse(notAfter ?? "") - Date.parse(notBefore ?? "")) / 86_400_000;
      expect(Math.round(days)).toBe(30);
      expect((await works("reader")).stdout).toContain("v1.13.0");
    });

    test("an authority does it too, from a file that is not kept", async () => {
      const renewed = await renew("reader", "--authority", secrets);
      expect(renewed.code).toBe(0);
      expect((await works("reader")).stdout).toContain("v1.13.0");
      const listed = await machine.run(["authority", "list", "--json"]);
      expect(listed.stdout).not.toContain('"hasKey": true');
    });

    test("what nobody accepts is not put in place", async () => {
      await set("reader", "--endpoints", down);
      const before = machine.snapshot()["vault.age"];
      const refused = await renew("reader", "--authority", secrets);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain("the old one stays");
      expect(refused.stderr).toContain(`Nothing listens on ${down}.`);
      expect(machine.snapshot()["vault.age"]).toBe(before);
      const anyway = ["reader", "--authority", secrets, "--untested"];
      const untested = await renew(...anyway);
      expect(untested.code).toBe(0);
      expect(untested.stderr).toContain("No endpoint was asked");
      expect(untested.stderr).not.toContain("Trying");
      expect(machine.snapshot()["vault.age"]).not.toBe(before);
      await set("reader", "--endpoints", node.endpoint);
    });

    test("without a way it names the one that there is", async () => {
      machine.file(
        "lab.yaml",
        `context: lab\ncontexts:\n  lab:\n    endpoints: ["${down}"]\n`,
      );
      await machine.run(["import", join(machine.folder, "lab.yaml")]);
      const none = await renew("lab");
      expect(none.code).toBe(1);
      expect(none.stderr).toContain("has no client certificate");
      expect(none.stderr).toContain("issue lab --authority secrets.yaml");
      expect(none.stderr).not.toContain("Omni");
      const other = await renew("prod", "--via", "lab");
      expect(other.code).toBe(1);
      expect((await renew("nobody")).code).toBe(4);
      await machine.run(["remove", "lab", "--yes"]);
    });

    test("an administrator without an endpoint is said to lack that alone", async () => {
      await set("prod", "--endpoints", "");
      for (const name of ["prod", "reader"]) {
        const refused = await renew(name);
        expect(refused.code).toBe(1);
        expect(refused.stderr).toContain(
          '"prod", which could ask a node, has no endpoint',
        );
        expect(refused.stderr).toContain("talos-vault set prod --endpoints");
      }
      await set("prod", "--endpoints", node.endpoint);
    });

    test("an authority of another cluster is refused, and nothing changes", async () => {
      const lab = sharedPath("fixtures/lab/secrets.yaml");
      const before = await show("prod");
      const refused = await renew("prod", "--authority", lab);
      expect(refused.code).toBe(1);
      expect((await show("prod")).fingerprint).toBe(before.fingerprint);
    });

    test("killed at any moment there is a credential that works", async () => {
      const tries = 8;
      for (let index = 0; index < tries; index++) {
        const child = spawn(runtime, [program, "renew", "prod"], {
          env: { ...machine.env, ...online },
          stdio: "ignore",
        });
        const ended = once(child, "exit");
        setTimeout(() => child.kill("SIGKILL"), 60 + index * 45);
        await ended;
      }
      expect((await works("prod")).stdout).toContain("v1.13.0");
    });
  },
);
