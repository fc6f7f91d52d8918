import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { filesWith, processesWith } from "../../doubles/search-secret.ts";
import { freePort } from "../../doubles/loopback.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  isStandalone,
  online,
  program,
  runtime,
  type Machine,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";
import {
  gatewayMaterial,
  startGatewayMachine,
  type GatewayMachine,
} from "./gateway-machine.ts";

const talosctl = sharedPath("tools/talosctl");

/** Environments, argument lists and what every process but this one's parents can open, as text. */
const everyProcess = `for p in /proc/[0-9]*; do cat $p/environ $p/cmdline 2>/dev/null | tr '\\0' '\\n'; for f in $p/fd/*; do [ -f "$f" ] && [ "$(stat -Lc %s "$f" 2>/dev/null || echo 9999999)" -lt 100000 ] && cat "$f" 2>/dev/null; done; done; true`;

describeWithShared("a session through a gateway", gatewayMaterial, () => {
  let setUp: GatewayMachine;
  let machine: Machine;
  let journal: string;
  let secrets: readonly string[];
  let bytes: readonly Buffer[];

  beforeAll(async () => {
    setUp = await startGatewayMachine();
    ({ machine, journal } = setUp);
    const file = readFileSync(setUp.talosconfig, "utf8");
    const [, base64 = "?"] = /key: (\S+)/.exec(file) ?? [];
    const pem = Buffer.from(base64, "base64").toString("utf8");
    const body = pem.split("\n")[1] ?? "?";
    secrets = [base64, base64.slice(60, 120), body];
    // Of the document the last 32 bytes are the key itself.
    bytes = [base64.slice(60, 120), body, Buffer.from(body, "base64").subarray(-32)].map((one) => Buffer.from(one)); // prettier-ignore
  });

  afterAll(() => setUp.stop());

  const exec = (script: string, ...options: readonly string[]) =>
    machine.run(
      ["exec", "prod", "--stored", ...options, "--", "bash", "-c", script],
      { env: online },
    );
  const throughGateway = (script: string, ...options: readonly string[]) =>
    exec(script, "--delivery", "gateway", ...options);
  const found = (text: string) =>
    secrets.filter((secret) => text.includes(secret));
  const isRunning = async () =>
    (await machine.run(["sessions", "--calls", "--json"])).code === 0;

  test("talosctl works as directly, and the node sees the vault's certificate", async () => {
    const direct = await exec(`${talosctl} version`);
    const before = journalOf(journal);
    const { code, stdout, stderr } = await throughGateway(
      `${talosctl} version`,
    );
    expect({ code, stdout, stderr }).toEqual({
      ...direct,
      stdout: expect.any(String) as string,
    });
    expect(stdout).toBe(direct.stdout);
    expect(journalOf(journal).at(-1)?.serial).toBe(before.at(-1)?.serial);
  });

  test("nothing but its holder's memory has the key, in whatever form, and nothing has it once that is killed", async () => {
    const script = `echo $PPID >holder; ${talosctl} dmesg --follow | { read line; touch running; cat >/dev/null; }; touch over`;
    const running = throughGateway(script);
    await machine.appears("running");
    const search = () => {
      const processes = [...processesWith(machine.folder, bytes)];
      return {
        count: processes.length,
        places: processes.flatMap(([pid, places]) =>
          places.map((place) => `${String(pid)} ${place}`),
        ),
        files: [machine.folder, machine.runFolder].flatMap((one) =>
          filesWith(one, bytes),
        ),
      };
    };
    const holder = readFileSync(join(machine.folder, "holder"), "utf8").trim();
    const { count, places, files } = search();
    expect(count).toBeGreaterThan(2);
    expect(places.filter((one) => one !== `${holder} memory`)).toEqual([]);
    // Whoever may look there sees it: root, and where nothing keeps a parent from it.
    if (process.getuid?.() === 0 && !isStandalone)
      expect(places).toEqual([`${holder} memory`]);
    expect(files).toEqual([]);
    process.kill(Number(holder), "SIGKILL");
    await running;
    await machine.appears("over");
    expect(search()).toMatchObject({ places: [], files: [] });
    for (const name of ["holder", "running", "over"])
      rmSync(join(machine.folder, name));
  });

  test("what lasts longer than the session is refused, and what it denies", async () => {
    const taken = await throughGateway(`${talosctl} config new stolen`);
    expect(taken.stdout + taken.stderr).toContain(
      "talos-vault: This session cannot make a new certificate",
    );
    const denied = await throughGateway(
      `${talosctl} reboot --wait=false`,
      "--deny",
      "reboot",
    );
    expect(denied.stdout + denied.stderr).toContain(
      "talos-vault: The guard of this session denies it (reboot).",
    );
    const bounded = await exec(
      `${talosctl} version && ${talosctl} version`,
      "--max-calls",
      "1",
    );
    expect(bounded.stdout + bounded.stderr).toContain(
      "This session may make 1 call, and has made as many",
    );
    expect(
      journalOf(journal).filter(({ method }) => /Generate|Reboot/.test(method)),
    ).toEqual([]);
  });

  test("its calls can be looked at, and its end cuts what runs within a second", async () => {
    const running = throughGateway(
      `${talosctl} version >/dev/null; ${talosctl} dmesg --follow | { read line; touch running; cat >/dev/null; }`,
    );
    await machine.appears("running");
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(true);
    const { stdout } = await machine.run(["sessions", "--calls", "--json"]);
    const followed = machine.command([
      "sh",
      "-c",
      `'${runtime}' '${program}' sessions --calls --follow --json >followed`,
    ]);
    await machine.appears("followed");
    const said = () => machine.read("followed");
    await expect.poll(said, { timeout: 20_000 }).toContain("}");
    const calls = JSON.parse(stdout) as {
      readonly records: readonly {
        readonly words: string;
        readonly ms: number | null;
      }[];
    };
    expect(calls.records.map(({ words }) => words)).toEqual([
      "Read the version of node 127.0.0.1 of prod",
      "Read the kernel log of node 127.0.0.1 of prod, follow: yes",
    ]);
    expect(calls.records.map(({ ms }) => ms === null)).toEqual([false, true]);
    const list = await machine.run(["sessions", "--json"]);
    expect(JSON.parse(list.stdout)).toMatchObject({
      sessions: [
        {
          delivery: "gateway",
          endpoint: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
          calls: 2,
          held: 0,
          walls: expect.arrayContaining(["no-key", "no-kubeconfig"]) as [],
        },
      ],
    });
    const table = await machine.run(["sessions", "--calls"]);
    expect(table.stdout).toMatch(
      /Read the version of node 127\.0\.0\.1 .* talosctl\S* \d+\n/,
    );
    const ended = machine.run(["end", "--all"]);
    await running;
    await ended;
    await followed;
    const [first = ""] = said().split(/(?<=^\})\n/m);
    expect(JSON.parse(first)).toEqual({
      session: expect.any(String) as string,
      agent: null,
      ...calls.records[0],
    });
    expect(journalOf(journal).at(-1)?.method).toBe(
      "/machine.MachineService/Dmesg",
    );
    for (const name of ["running", "followed"])
      rmSync(join(machine.folder, name));
  });

  test("Ctrl-C ends a command as it does directly, its call at the node and the session", async () => {
    const before = journalOf(journal).length;
    const interrupted = async (delivery: string) => {
      const shown = await withTerminal(
        machine,
        `trap : INT; TALOS_VAULT_OFFLINE= '${runtime}' '${program}' exec prod --stored --delivery ${delivery} -- ${talosctl} dmesg --follow; echo code $?`,
        'until("line 0")\ntype("\\x03")\nuntil("code")\nread(0.05)',
      );
      return /code \d+/.exec(shown)?.[0];
    };
    const expected = await interrupted("file");
    // Whoever stops to follow has what they wanted: talosctl ends with 0.
    expect(expected).toBe("code 0");
    expect(await interrupted("gateway")).toBe(expected);
    const methods = journalOf(journal).slice(before).map(({ method }) => method); // prettier-ignore
    expect(methods).toEqual(Array(2).fill("/machine.MachineService/Dmesg"));
    expect(await machine.json(["sessions", "--json"])).toMatchObject({ sessions: [] }); // prettier-ignore
  });

  test("with its holder killed there is no port any more, and the file leads nowhere", async () => {
    const script = `cat $TALOSCONFIG > copy; kill -9 $PPID
        while [ "$(cut -d' ' -f3 /proc/$PPID/stat 2>/dev/null || echo Z)" != Z ]; do sleep 0.05; done
        { TALOSCONFIG=copy ${talosctl} version; echo code $?; cat $TALOSCONFIG; echo code $?; } > out 2>&1
        touch killed`;
    await throughGateway(script);
    await machine.appears("killed");
    const out = readFileSync(join(machine.folder, "out"), "utf8");
    // Reset: it came in while the kernel let the dead listener's queue go.
    expect(out).toMatch(/connection (?:refused|reset by peer)/);
    expect(out.match(/^code (\d+)$/gm)).toEqual(["code 1", "code 1"]);
    for (const name of ["copy", "killed", "out"])
      rmSync(join(machine.folder, name));
  });

  test("a shell of env has one too, in the holder that lives with it", async () => {
    const script = `eval "$('${runtime}' '${program}' env prod --stored --delivery gateway --shell sh)"; ${talosctl} version; ${everyProcess}`;
    const { stdout } = await machine.command(["bash", "-c", script]);
    expect(stdout).toContain("talos-node");
    expect(found(stdout)).toEqual([]);
  });

  test("a gateway of its own goes on until Ctrl-C or its end, on the port that was named", async () => {
    const port = String(await freePort());
    // Jobs of a shell without job control are deaf to SIGINT.
    const start = `set -m; rm -f path; '${runtime}' '${program}' gateway prod --stored --port ${port} >path 2>said & until [ -s path ]; do sleep 0.05; done
        export TALOSCONFIG=$(cat path)`;
    const interrupted = await machine.command(
      [
        "bash",
        "-c",
        `${start}; ${talosctl} version; cat $TALOSCONFIG; '${runtime}' '${program}' gateway prod --stored --port ${port}; echo again $?
          kill -INT $!; wait $!; echo code $?; ${talosctl} version; echo after $?`,
      ],
      { env: online },
    );
    const { stdout, stderr } = interrupted;
    expect(stdout).toContain("talos-node");
    expect(stdout).toContain(`127.0.0.1:${port}`);
    expect(found(stdout)).toEqual([]);
    expect(stdout.match(/^\w+ \d$/gm)).toEqual([
      "again 1",
      "code 0",
      "after 1",
    ]);
    expect(stderr).toContain(`on this machine's port ${port}`);
    const said = () => readFileSync(join(machine.folder, "said"), "utf8");
    expect(said()).toContain(`A gateway to prod with os:admin`);
    const ended = await machine.command(
      [
        "bash",
        "-c",
        `${start}; '${runtime}' '${program}' lock; wait $!; echo code $?`,
      ],
      { env: online },
    );
    expect(ended.stdout).toContain("code 0");
    expect(said()).toContain("the gateway to prod is over: it was ended");
    for (const name of ["path", "said"]) rmSync(join(machine.folder, name));
  });

  test("production has one unless another delivery is named, after unlock as well", async () => {
    // No person is asked: the reason and the name are enough.
    await machine.run(["set", "prod", "--production", "--consent", "never"]);
    const said = ["--reason", "a test", "--confirm", "prod"];
    const cat = "cat $TALOSCONFIG";
    for (const isAgent of [false, true]) {
      if (isAgent) await machine.run(["unlock"]);
      const usual = await exec(cat, ...said);
      expect(usual.stdout).toContain("127.0.0.1:");
      expect(found(usual.stdout)).toEqual([]);
      const meant = await exec(cat, ...said, "--delivery", "file");
      expect(found(meant.stdout)).not.toEqual([]);
      // Nobody is to be asked for what is refused.
      const follows = await exec(cat, "--follow");
      expect(follows.code).toBe(2);
      expect(follows.stderr).toContain("leads to one cluster");
    }
    await machine.run(["lock"]);
    await machine.run(["set", "prod", "--no-production"]);
    expect(found((await exec(cat)).stdout)).not.toEqual([]);
  });

  test("a variable asks for it, and what cannot be is refused", async () => {
    const config = await machine.run(
      ["exec", "prod", "--stored", "--", "bash", "-c", "cat $TALOSCONFIG"],
      { env: { ...online, TALOS_VAULT_DELIVERY: "gateway" } },
    );
    expect(config.stdout).toContain("127.0.0.1:");
    expect(found(config.stdout)).toEqual([]);
    const refusals = [
      [{ TALOS_VAULT_DELIVERY: "carrier-pigeon" }, []],
      [{}, ["--delivery", "gateway", "--follow"]],
      [{}, ["--delivery", "fd", "--deny", "reads"]],
      [{}, ["--deny", "frobnicate"]],
      [{}, ["--hours", "8"]],
    ] as const;
    for (const [env, options] of refusals) {
      const refused = await machine.run(
        ["exec", "prod", "--stored", ...options, "--", "true"],
        { env: { ...online, ...env } },
      );
      expect(refused.code).toBe(2);
    }
  });
});
