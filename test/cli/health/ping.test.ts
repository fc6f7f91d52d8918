import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { protocol } from "../../../shared/core/agent/protocol.ts";
import {
  askSocket,
  type Reply,
} from "../../../shared/node/agent/control-socket.ts";
import type { TalosNode } from "../../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { online, program, type Machine, runtime } from "../harness.ts";
import { networkOf } from "../../../shared/node/talos-api/network.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";
import { withTerminal } from "../with-terminal.ts";

const talosconfig = sharedPath("fixtures/prod/talosconfig");
/** Nothing listens there. */
const nobody = "127.0.0.1:1";
const otherProxy = "http://127.0.0.1:2";

describeWithShared(
  "ping",
  ["tools/talos-node", "fixtures/prod/talosconfig"],
  () => {
    let machine: Machine;
    let node: TalosNode;
    let stop: ProdCluster["stop"];

    beforeAll(async () => {
      ({ machine, node, stop } = await startProdCluster());
      await machine.run(["set", "prod", "--nodes", "127.0.0.1,cp-2"]);
      await importEmpty("down", nobody);
      // Reached through a proxy alone, and there is none.
      await importEmpty("far", "192.0.2.1");
      await machine.run(["use", "prod"]);
    });

    afterAll(() => stop());

    /** A context without a credential. */
    const importEmpty = (name: string, endpoint: string) =>
      machine.run(["import", "-"], {
        input: `context: ${name}\ncontexts:\n  ${name}:\n    endpoints: ["${endpoint}"]\n`,
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
      const all = await json("p*", "d*");
      expect(all.endpoints.map(({ context }) => context)).toEqual([
        "down",
        "prod",
      ]);
      const every = await machine.run(["ping", "--all"]);
      for (const name of ["down", "far", "prod"])
        expect(every.stdout).toMatch(new RegExp(`^${name} `, "m"));
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
      const { code, endpoints } = await json("prod", "d*", "--nodes");
      const missing = await ping("nothere");
      await machine.run(["lock"]);
      await machine.keyring.restart("unlocked");
      expect(code).toBe(1);
      expect(endpoints).toMatchObject([
        { context: "down", verdict: { code: "refused" } },
        { context: "prod", node: null, verdict: { code: "fine" } },
        { context: "prod", node: "cp-2", verdict: { code: "fine" } },
      ]);
      expect(missing.code).toBe(4);
    });

    test("the agent pings without giving the key away, and remembers the answer", async () => {
      const path = join(machine.home, "health.json");
      await machine.run(["unlock", "--for", "1m"]);
      rmSync(path);
      const news: Reply[] = [];
      const answer = await askSocket(
        machine.agentSocket,
        {
          protocol,
          verb: "ping",
          request: { patterns: ["prod"], patienceMs: 5000, wantsNodes: true },
          network: networkOf({}),
        },
        10_000,
        { onNews: (one) => news.push(one) },
      );
      await expect.poll(() => existsSync(path)).toBe(true);
      await machine.run(["lock"]);
      const said = JSON.stringify([news, answer]);
      expect(said).toContain("talos-node");
      expect(said).toContain('"onStage"');
      expect(said).toContain('"onHealth"');
      const [, key = ""] =
        /key: (\S+)/.exec(readFileSync(talosconfig, "utf8")) ?? [];
      expect(key).toMatch(/^LS0t/);
      for (const text of [key, "PRIVATE KEY", '"key"'])
        expect(said).not.toContain(text);
    });

    test("the agent reaches nodes as the one who asks does, whatever was when it started", async () => {
      const by = (proxy: string) => ({ ...online, HTTPS_PROXY: proxy });
      await machine.run(["unlock", "--for", "1m"], {
        env: by(`http://${nobody}`),
      });
      const proxied = await machine.run(["ping", "far", "--json"], {
        env: by(otherProxy),
      });
      const before = readFileSync(journal(), "utf8");
      const offline = await machine.run(["ping", "prod"]);
      const session = await machine.run(
        "exec prod -- printenv TALOS_VAULT_ROLES".split(" "),
      );
      await machine.run(["lock"]);
      expect(proxied.stdout).toContain(`"proxy": "${otherProxy}"`);
      expect(proxied.code).toBe(1);
      expect(offline.stdout).toContain("TALOS_VAULT_OFFLINE is set");
      expect(session).toMatchObject({ code: 1, stdout: "" });
      expect(session.stderr).toContain("TALOS_VAULT_OFFLINE is set");
      expect(readFileSync(journal(), "utf8")).toBe(before);
    });

    test("an agent whose time is over ends what it has begun", async () => {
      const silent = createServer().listen(0, "127.0.0.1");
      await once(silent, "listening");
      const { port } = silent.address() as AddressInfo;
      await importEmpty("silent", `127.0.0.1:${String(port)}`);
      await machine.run(["unlock", "--for", "2s"]);
      await machine.keyring.restart("locked");
      const waiting = await json("silent", "--timeout", "5s");
      // Nobody else finds it.
      const late = await ping("prod");
      await machine.keyring.restart("unlocked");
      silent.close();
      expect(waiting.endpoints[0]?.verdict.code).toBe("silent");
      expect(late.code).toBe(3);
    });

    test("who is in another network asks by itself, and a question that is none of this release is refused politely", async () => {
      await machine.run(["unlock", "--for", "1m"]);
      const before = readFileSync(journal(), "utf8");
      const request = {
        patterns: ["prod"],
        patienceMs: 5000,
        wantsNodes: false,
      };
      const answers = [];
      const network = { environment: {}, namespace: "net:[1]" };
      for (const question of [
        { protocol, network },
        { protocol },
        { protocol, network: { environment: "TALOS_VAULT_OFFLINE" } },
        { network },
        { protocol: protocol + 1, network },
      ])
        answers.push(
          await askSocket(
            machine.agentSocket,
            { verb: "ping", request, ...question },
            10_000,
          ),
        );
      await machine.run(["lock"]);
      const [elsewhere, ...strange] = answers;
      for (const answer of answers)
        expect(answer).toMatchObject({ protocol, ok: false, isFinal: false });
      expect(JSON.stringify(elsewhere)).toContain("another network");
      for (const answer of strange)
        expect(JSON.stringify(answer)).toContain("of another release");
      expect(readFileSync(journal(), "utf8")).toBe(before);
    });

    test("on a terminal it says how far it is, and takes that away again", async () => {
      const shown = await withTerminal(
        machine,
        `TALOS_VAULT_OFFLINE= exec ${runtime} ${program} ping prod down --timeout 5s`,
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
