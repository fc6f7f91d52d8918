import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  GatewaySession,
  guard,
  journalOf,
  prodContext,
  runTalosctl,
  writeTalosconfig,
} from "../../../doubles/gateway-session.ts";
import { startTalosNode, type TalosNode } from "../../../doubles/talos-node.ts";
import { describeWithShared } from "../../../shared-material.ts";

describeWithShared(
  "the real talosctl through a gateway",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/talosconfig"],
  () => {
    let folder: string;
    let journal: string;
    let node: TalosNode;
    let direct: string;
    const sessions: GatewaySession[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "talos-vault-gateway-node-"));
      journal = join(folder, "journal");
      writeFileSync(journal, "");
      node = await startTalosNode("-journal", journal);
      direct = writeTalosconfig(folder, "direct", prodContext([node.endpoint]));
    });

    afterEach(() => {
      for (const session of sessions.splice(0)) session.stop();
    });

    afterAll(() => {
      node.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function start(
      ...[endpoints, options]: [
        (readonly string[])?,
        Parameters<typeof GatewaySession.start>[1]?,
      ]
    ): Promise<GatewaySession> {
      const config = prodContext(endpoints ?? [node.endpoint]);
      const session = await GatewaySession.start(config, options);
      sessions.push(session);
      return session;
    }

    const newCalls = (before: number) => journalOf(journal).slice(before);
    const calls = () => journalOf(journal).length;

    const commands: Readonly<Record<string, readonly string[]>> = {
      version: ["version"],
      "version of two nodes": ["-n", "127.0.0.1,127.0.0.2", "version"],
      services: ["services"],
      time: ["time"],
      "the kernel's log": ["dmesg"],
      "a reboot": ["reboot", "--wait=false"],
      "an unknown service": ["service", "nobody"],
      "a method that the node does not have": ["memory"],
      "resources that the node does not have": ["get", "members"],
      "a deadline": ["version", "--short"],
    };

    test.each(Object.entries(commands))(
      "%s: the output is as it is directly, and so are the calls",
      async (_, words) => {
        const session = await start();
        const before = calls();
        const expected = await runTalosctl(direct, words);
        const between = calls();
        const found = await session.run(words);
        expect({ ...found, stdout: withoutTime(found.stdout) }).toEqual({
          ...expected,
          stdout: withoutTime(expected.stdout),
        });
        const seen = (from: number, to?: number) =>
          newCalls(from)
            .slice(0, to)
            .map(({ method, node: nodes, code }) => ({ method, nodes, code }));
        expect(seen(between)).toEqual(seen(before, between - before));
        expect(seen(between).length).toBeGreaterThan(0);
      },
    );

    test("two nodes stay two, and the node sees the certificate of the vault alone", async () => {
      const session = await start();
      const before = calls();
      await session.run(["-n", "10.0.0.2", "-n", "10.0.0.3", "version"]);
      const [line] = newCalls(before);
      expect(line?.node).toEqual(["10.0.0.2", "10.0.0.3"]);
      expect(line?.serial).toBe(serialOf(prodContext([]).crt ?? ""));
      expect(line?.serial).not.toBe(serialOf(session.gateway.config.crt ?? ""));
    });

    test("the session's own certificate says its roles and its end", async () => {
      const session = await start();
      const { stdout } = await session.run(["config", "info"]);
      expect(stdout).toMatch(/Roles: +os:admin/);
      expect(stdout).toMatch(
        /Certificate expires: +\d+ minutes from now|1 hour/,
      );
    });

    test("32 MiB come down to the last byte", async () => {
      const session = await start(undefined, {
        guards: [guard({ allow: ["etcd snapshot"] })],
      });
      const file = join(folder, "snapshot");
      await session.run(["etcd", "snapshot", file]);
      const [call] = (await session.gateway.news()).records.filter(
        ({ method }) => method.endsWith("/EtcdSnapshot"),
      );
      // 1,024 messages of 32 KiB, each with nine bytes around it.
      expect(call?.bytesDown).toBe(1024 * (32 * 1024 + 9));
    });

    test("it answers on ::1 as well", async () => {
      const session = await start();
      const port = session.gateway.endpoint.replace(/^.*:/, "");
      const found = await session.run(["-e", `[::1]:${port}`, "version"]);
      expect(found.code).toBe(0);
    });

    test("a stream that is left ends at the node at once", async () => {
      const session = await start();
      const before = calls();
      const following = session.start(["dmesg", "--follow"]);
      await once(following.stdout, "data");
      following.kill("SIGINT");
      await once(following, "close");
      await expect
        .poll(() => newCalls(before).map(({ method }) => method))
        .toContain("/machine.MachineService/Dmesg");
    });

    test("the end of the session cuts what runs within a second, and nobody connects any more", async () => {
      const session = await start();
      const before = calls();
      const following = session.start(["dmesg", "--follow"]);
      await once(following.stdout, "data");
      const ended = once(following, "close");
      const since = performance.now();
      session.gateway.close();
      const [code] = (await ended) as [number];
      expect(performance.now() - since).toBeLessThan(1000);
      expect(code).not.toBe(0);
      await expect.poll(() => newCalls(before).length).toBe(1);
      const port = Number(session.gateway.endpoint.replace(/^.*:/, ""));
      for (const host of ["127.0.0.1", "::1"]) {
        const [error] = (await once(connect({ host, port }), "error")) as [
          NodeJS.ErrnoException,
        ];
        expect(error.code).toBe("ECONNREFUSED");
      }
      expect((await session.run(["version"])).code).not.toBe(0);
      expect((await session.gateway.news()).records.at(-1)?.verdict).toBe(
        "ended",
      );
    });

    test("a dead first endpoint costs no call", async () => {
      const session = await start(["127.0.0.1:9", node.endpoint]);
      expect((await session.run(["version"])).code).toBe(0);
    });

    test("no endpoint: the diagnosis is what talosctl shows", async () => {
      const session = await start(["127.0.0.1:9"]);
      const found = await session.run(["version"]);
      expect(found.code).not.toBe(0);
      expect(found.stdout + found.stderr).toMatch(
        /Unavailable.*talos-vault: .*(?:refused|listens)/s,
      );
    });

    describe("what would last longer than the session", () => {
      test.each([
        ["config", "new", "stolen"],
        ["kubeconfig", "stolen"],
        ["read", "/etc/os-release"],
        ["copy", "/etc", "stolen"],
        ["get", "machineconfig"],
        ["etcd", "snapshot", "stolen"],
        ["upgrade", "--image", "x/y:z", "--wait=false"],
        ["meta", "write", "10", "x"],
      ])("%s %s is refused with our sentence", async (...words) => {
        const session = await start();
        const before = calls();
        const found = await session.run(
          words.map((word) =>
            word === "stolen" ? join(folder, "stolen") : word,
          ),
        );
        expect(found.code).not.toBe(0);
        expect(found.stdout + found.stderr).toMatch(
          words[0] === "get"
            ? /talos-vault|not support|Unimplemented|unimplemented/i
            : /PermissionDenied.*talos-vault: This session cannot/s,
        );
        const escaped = newCalls(before).filter(({ method }) =>
          /GenerateClient|Kubeconfig|Read|Copy|Snapshot|Upgrade|Meta/.test(
            method,
          ),
        );
        expect(escaped).toEqual([]);
      });
    });

    test("a held call waits for a person, and is not made when nobody wants it any more", async () => {
      const questions: string[] = [];
      let answer: (said: "once" | "denied") => void = () => undefined;
      const session = await start(undefined, {
        guards: [guard({ allow: ["reads"], hold: ["writes"] })],
        askPerson: ({ text }) => {
          questions.push(text);
          return new Promise((resolve) => (answer = resolve));
        },
      });
      const before = calls();
      for (const said of ["once", "denied"] as const) {
        const reboot = session.run(["reboot", "--wait=false"]);
        const asked = questions.length + 1;
        await expect.poll(() => questions.length, patience).toBe(asked);
        expect(newCalls(before).filter(isReboot).length).toBe(
          said === "once" ? 0 : 1,
        );
        expect((await session.gateway.news()).held).toBe(1);
        answer(said);
        expect((await reboot).code === 0).toBe(said === "once");
      }
      expect(questions[0]).toBe("Reboot node 127.0.0.1 of prod");
      const given = session.start(["reboot", "--wait=false"]);
      await expect.poll(() => questions.length, patience).toBe(3);
      given.kill("SIGKILL");
      await once(given, "close");
      await expect
        .poll(async () => (await session.gateway.news()).held)
        .toBe(0);
      answer("once");
      expect((await session.run(["version"])).code).toBe(0);
      expect(newCalls(before).filter(isReboot).length).toBe(1);
    });
  },
);

/** A talosctl takes its time to start. */
const patience = { timeout: 20_000 };

const isReboot = ({ method }: { readonly method: string }) =>
  method.endsWith("/Reboot");

function withoutTime(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+\S*( \+0000 UTC)?/g, "TIME")
    .replace(/\s+\d+(\.\d+)?[nµm]?s\b/g, " TOOK");
}

/** In the spelling of the node's journal. */
function serialOf(crt: string): string {
  const { serialNumber } = new X509Certificate(Buffer.from(crt, "base64"));
  return serialNumber.toLowerCase().replace(/^0+/, "");
}
