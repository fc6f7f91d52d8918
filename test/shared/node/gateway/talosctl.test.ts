import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sha256OfBytes } from "../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { startHttpProxy } from "../../../doubles/proxies.ts";
import { answerFine, startRawNode } from "../../../doubles/raw-node.ts";
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
    let shared: GatewaySession;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "talos-vault-gateway-node-"));
      journal = join(folder, "journal");
      writeFileSync(journal, "");
      node = await startTalosNode("-journal", journal);
      const context = prodContext([node.endpoint]);
      direct = writeTalosconfig(folder, "direct", context);
      shared = await GatewaySession.start(context, {
        guards: [guard({ allow: ["config new", "etcd snapshot"] })],
      });
    });

    afterEach(() => {
      for (const session of sessions.splice(0)) session.stop();
    });

    afterAll(() => {
      shared.stop();
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

    // Each that the node serves, and what it says of some that it does not.
    test.each([
      "version",
      "version --short",
      "-n 127.0.0.1,127.0.0.2 version",
      "-n 127.0.0.1 -n 127.0.0.2 services",
      "services",
      "service apid",
      "service apid status",
      "service nobody",
      "time",
      "dmesg",
      "dmesg --tail",
      "reboot --wait=false",
      "reboot --wait=false --mode powercycle",
      "config new made",
      "config new made --roles os:reader --crt-ttl 1h",
      "config new made --crt-ttl 0s",
      "etcd snapshot made",
      "memory",
      "logs kubelet",
      "get members",
      "reset --wait=false",
      "rollback",
    ])("%s: the output is as it is directly, and so are the calls", async (line) => {
      const words = line.split(" ");
      const before = calls();
      const expected = await run(direct, words);
      const between = calls();
      const found = await run(shared.talosconfig, words);
      expect(found).toEqual(expected);
      const seen = (from: number, to?: number) =>
        newCalls(from)
          .slice(0, to)
          .map(({ method, node: nodes, code, serial }) => ({ method, nodes, code, serial }));
      expect(seen(between)).toEqual(seen(before, between - before));
      expect(seen(between).length).toBeGreaterThan(0);
    }); // prettier-ignore

    /** What becomes of a command, and of the file `made` that it writes, but for what is another one each time. */
    async function run(talosconfig: string, words: readonly string[]) {
      const file = join(folder, "made");
      const { code, stdout, stderr } = await runTalosctl(
        talosconfig,
        words.map((word) => (word === "made" ? file : word)),
      );
      const made = existsSync(file) ? withoutPair(readFileSync(file)) : null;
      rmSync(file, { force: true });
      return {
        code,
        stdout: withoutTime(stdout),
        stderr: withoutTime(stderr),
        made,
      };
    }

    test("a deadline goes to the node with the call, which ends with it", async () => {
      const ended: (readonly [string, number])[] = [];
      const silent = await startRawNode((stream, headers) => {
        stream.resume();
        const timeout = String(headers["grpc-timeout"]);
        stream.once("close", () => ended.push([timeout, stream.rstCode]));
      });
      const session = await GatewaySession.start(silent.config);
      sessions.push(session);
      const words = ["shutdown", "--timeout", "1s"];
      const itself = writeTalosconfig(folder, "silent", silent.config);
      const expected = await runTalosctl(itself, words);
      const found = await session.run(words);
      silent.stop();
      expect(found.code).toBe(expected.code);
      const cancelled = 8;
      expect(ended.length).toBeGreaterThan(1);
      for (const [timeout, code] of ended) {
        expect(timeout).toMatch(/^\d+[mu]$/);
        expect(code).toBe(cancelled);
      }
    });

    test("it goes through a proxy, of the context or of the environment, as talosctl does by itself", async () => {
      const far = await startTalosNode("-sans", "10.99.0.7");
      const port = Number(far.endpoint.replace(/^.*:/, ""));
      const proxy = await startHttpProxy({ to: port });
      const url = `http://${proxy.endpoint}`;
      const config = prodContext(["10.99.0.7:50000"]);
      const environment = { HTTPS_PROXY: url };
      const itself = writeTalosconfig(folder, "far", config);
      const expected = await runTalosctl(itself, ["version"], environment);
      const ways = [
        [config, { environment }],
        // Which talosctl takes from 1.13 on.
        [{ ...config, proxyUrl: url }, {}],
      ] as const;
      for (const [context, options] of ways) {
        const before = proxy.asked.length;
        const session = await GatewaySession.start(context, options);
        sessions.push(session);
        expect(await session.run(["version"])).toEqual(expected);
        expect(proxy.asked.length).toBeGreaterThan(before);
      }
      far.stop();
      await proxy.stop();
      expect(expected.code, expected.stderr).toBe(0);
      expect([...new Set(proxy.asked)]).toEqual(["10.99.0.7:50000"]);
    });

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

    test("a stream that is left by a signal is cancelled at the node at once, and the next call is made", async () => {
      const ended: number[] = [];
      const following = await startRawNode((stream, headers) => {
        if (headers[":path"] !== "/machine.MachineService/Dmesg")
          return answerFine(stream);
        stream.resume();
        stream.respond({ ":status": 200, "content-type": "application/grpc" });
        stream.write(Buffer.concat([Buffer.from([0, 0, 0, 0, 6, 0x12, 4]), Buffer.from("line")])); // prettier-ignore
        stream.once("close", () => ended.push(stream.rstCode));
      });
      const session = await GatewaySession.start(following.config);
      sessions.push(session);
      const signals = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
      for (const signal of signals) {
        const command = session.start(["dmesg", "--follow"]);
        await once(command.stdout, "data");
        expect(ended).toHaveLength(signals.indexOf(signal));
        command.kill(signal);
        await once(command, "close");
        const cancelled = 8;
        await expect.poll(() => ended.at(signals.indexOf(signal))).toBe(cancelled); // prettier-ignore
      }
      expect((await session.run(["reboot", "--wait=false"])).code).toBe(0);
      expect(following.sessions.size).toBe(1);
      following.stop();
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

/** A snapshot by its hash; a talosconfig without what is made anew for it, and where it was asked for. */
function withoutPair(file: Buffer): string {
  if (file.length > 100_000) return sha256OfBytes(file);
  return file
    .toString("utf8")
    .replace(/^(\s+(?:crt: |key: |- 127)).*$/gm, "$1");
}

/** A moment is as wide as its last digit that is no zero, and a column as its widest moment. */
function withoutTime(text: string): string {
  return text
    .replace(/(?<=NODE-TIME) +/g, "   ")
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+\S*( \+0000 UTC)? */g, "TIME ")
    .replace(/\s+\d+(\.\d+)?[nµm]?s\b/g, " TOOK");
}

/** In the spelling of the node's journal. */
function serialOf(crt: string): string {
  const { serialNumber } = new X509Certificate(Buffer.from(crt, "base64"));
  return serialNumber.toLowerCase().replace(/^0+/, "");
}
