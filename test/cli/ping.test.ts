import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EndpointHealth } from "../../shared/core/diagnosis/health.ts";
import { startTalosNode, type TalosNode } from "../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../shared-material.ts";
import { Machine, online, program } from "./harness.ts";
import { withTerminal } from "./with-terminal.ts";

const talosconfig = sharedPath("fixtures/prod/talosconfig");
/** Nothing listens there. */
const nobody = "127.0.0.1:1";

describeWithShared(
  "ping",
  ["tools/talos-node", "fixtures/prod/talosconfig"],
  () => {
    let machine: Machine;
    let node: TalosNode;

    beforeAll(async () => {
      machine = await Machine.start();
      await machine.run(["init"]);
      await machine.run(["import", talosconfig]);
      node = await startTalosNode("-journal", journal());
      await machine.run(["set", "prod", "--endpoints", node.endpoint]);
      await machine.run(["set", "prod", "--nodes", "127.0.0.1,cp-2"]);
      await machine.run(["import", talosconfig, "--on-conflict", "skip"]);
      machine.file(
        "down.yaml",
        `context: down\ncontexts:\n  down:\n    endpoints: ["${nobody}"]\n`,
      );
      await machine.run(["import", join(machine.folder, "down.yaml")]);
      await machine.run(["use", "prod"]);
    });

    afterAll(async () => {
      node.stop();
      await machine.stop();
    });

    const journal = () => join(machine.folder, "journal");
    const ping = (...args: string[]) =>
      machine.run(["ping", ...args], { env: online });
    const json = async (...args: string[]) => {
      const { code, stdout } = await ping("--json", ...args);
      const { endpoints } = JSON.parse(stdout) as {
        endpoints: (EndpointHealth & { context: string })[];
      };
      return { code, endpoints };
    };

    test("an endpoint that answers says which Talos it is, and the exit code is 0", async () => {
      const { code, endpoints } = await json("prod");
      expect(code).toBe(0);
      expect(endpoints).toHaveLength(1);
      expect(endpoints[0]).toMatchObject({
        context: "prod",
        endpoint: node.endpoint,
        address: "127.0.0.1",
        protocol: "TLSv1.3",
        version: "v1.13.0",
        hostname: "talos-node",
        verdict: { code: "fine", isFine: true, brokenAt: null },
      });
      expect(Math.abs(endpoints[0]?.clockAheadMs ?? 1e9)).toBeLessThan(60_000);
      const calls = readFileSync(journal(), "utf8");
      expect(calls).toContain('"roles":["os:admin"]');
    });

    test("without a name it is the current context, with * all that match", async () => {
      expect((await json()).endpoints.map(({ context }) => context)).toEqual([
        "prod",
      ]);
      const all = await json("--all");
      expect(all.endpoints.map(({ context }) => context)).toEqual([
        "down",
        "prod",
      ]);
      expect((await ping("d*")).stdout).toContain("refused");
      expect((await ping("x*")).code).toBe(4);
      expect((await ping("nothere")).code).toBe(4);
    });

    test("one that does not answer has a verdict, what was seen, and what to do", async () => {
      const { code, stdout } = await ping("prod", "down");
      expect(code).toBe(1);
      expect(stdout).toMatch(/prod .* v1\.13\.0 .* fine/);
      expect(stdout).toContain(`Nothing listens on ${nobody}.`);
      expect(stdout).toContain("TCP BROKEN");
      expect(stdout).toContain("ECONNREFUSED");
      expect(stdout).toContain("do:   Is the node up");
    });

    test("--nodes asks the nodes through an endpoint that answers", async () => {
      const { endpoints } = await json("prod", "--nodes");
      expect(endpoints.map((one) => one.node)).toEqual([null, "cp-2"]);
      expect(readFileSync(journal(), "utf8")).toContain('"node":["cp-2"]');
    });

    test("the answers are remembered without a key, and complete --nodes", async () => {
      const path = join(machine.home, "health.json");
      // oxlint-disable-next-line no-bitwise
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, "utf8")).not.toMatch(/LS0t|PRIVATE|BEGIN/);
      const words = ["completion", "words", "--", "set", "prod", "--nodes", ""];
      const offered = await machine.run(words);
      expect(offered.stdout.split("\n")).toEqual(
        expect.arrayContaining(["127.0.0.1", "cp-2"]),
      );
      const more = await machine.run([...words.slice(0, -1), "127.0.0.1,"]);
      expect(more.stdout).toContain("127.0.0.1,cp-2");
    });

    test("through the agent of unlock nobody is asked for anything", async () => {
      await machine.run(["unlock", "--for", "1m"]);
      await machine.keyring.restart("locked");
      const { code } = await json("prod");
      await machine.run(["lock"]);
      await machine.keyring.restart("unlocked");
      expect(code).toBe(0);
    });

    test("on a terminal it says how far it is, and takes that away again", async () => {
      const shown = await withTerminal(
        machine,
        `TALOS_VAULT_OFFLINE= exec ${process.execPath} ${program} ping prod down --timeout 5s`,
        'until("do:")\nread(1)',
      );
      expect(shown).toContain("v1.13.0");
      expect(shown).toContain("Nothing listens on");
    });

    test("where nothing may be contacted nothing is", async () => {
      const before = readFileSync(journal(), "utf8");
      const { code, stdout } = await machine.run(["ping", "prod"]);
      expect(code).toBe(1);
      expect(stdout).toContain("TALOS_VAULT_OFFLINE is set");
      expect(readFileSync(journal(), "utf8")).toBe(before);
    });

    test("a wrong time is wrong usage", async () => {
      expect((await ping("prod", "--timeout", "soon")).code).toBe(2);
    });
  },
);
