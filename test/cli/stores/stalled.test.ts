import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listenOnLoopback, type Listening } from "../../doubles/loopback.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, online, program, runtime } from "../harness.ts"; // prettier-ignore

const text = makeTalosconfig(1).replaceAll("context-1", "lab");

describeWithKeyring("a store that does not answer", () => {
  let machine: Machine;
  let store: Listening;
  let env: NodeJS.ProcessEnv;
  /** Called for a request that is then answered by nobody; null: all are answered. */
  let stalls: { readonly method: string; readonly begun: () => void } | null =
    null;

  beforeAll(async () => {
    const server = createServer((request, response) => {
      if (request.method === stalls?.method && request.url?.includes("/data/"))
        stalls?.begun();
      else answer(response, request.url ?? "");
    });
    [store, machine] = await Promise.all([
      listenOnLoopback(server),
      Machine.start(),
    ]);
    env = {
      ...online,
      VAULT_ADDR: `http://${store.endpoint}`,
      VAULT_TOKEN: "a-token",
    };
    await machine.run(["init"]);
    await machine.run(["import", "vault:secret/lab"], { env });
  });
  afterAll(async () => {
    await machine.stop();
    await store.stop();
  });

  // What others do while it waits is done before anybody ends it: they wait for nothing of it.
  test.each([
    ["push", "POST", ["push", "lab", "vault:secret/lab"]],
    ["pull", "GET", ["pull", "lab"]],
  ])("holds nobody else up, and Ctrl-C in the middle of a %s leaves what was there", async (_, method, args) => {
    await machine.run(["set", "lab", "--nodes", `192.0.2.${String(args.length)}`]); // prettier-ignore
    const stalled = new Promise<void>((begun) => {
      stalls = { method, begun };
    });
    const child = spawn(runtime, [program, ...args], { env: { ...machine.env, ...env }, cwd: machine.folder, stdio: "ignore" }); // prettier-ignore
    const ended = once(child, "exit");
    await stalled;
    expect((await machine.run(["set", "lab", "--note", method])).code).toBe(0);
    const before = vaultOf(machine);
    const origin = await machine.json(["origins", "--json"]);
    child.kill("SIGINT");
    await ended;
    stalls = null;
    expect(vaultOf(machine)).toEqual(before);
    expect(await machine.json(["origins", "--json"])).toEqual(origin);
    const again = await machine.run(["show", "lab"]);
    expect(again.stdout).toContain(method);
    const { stdout } = await machine.run(["origins", "--check", "--json"], { env }); // prettier-ignore
    expect(stdout).toContain('"state": "ahead"');
    // A push that was cut counts as there: nobody knows whether it is.
    const ledger = await machine.run(["ledger", "--json"]);
    expect(ledger.stdout).toContain("vault:secret/lab");
  }); // prettier-ignore
});

/** The vault itself, without what looking at it may leave beside it. */
function vaultOf(machine: Machine): Readonly<Record<string, string>> {
  const { "vault.age": vault = "" } = machine.snapshot();
  return { vault };
}

function answer(response: ServerResponse, url: string): void {
  const data = url.includes("/mounts/")
    ? { path: "secret/", type: "kv", options: { version: "2" } }
    : { data: { talosconfig: text }, metadata: { version: 1 } };
  response.end(JSON.stringify({ data }));
}
