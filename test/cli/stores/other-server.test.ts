import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, listenOnLoopback } from "../../doubles/loopback.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, online, program, runtime } from "../harness.ts"; // prettier-ignore
import { withTerminal } from "../with-terminal.ts";

const text = makeTalosconfig(1).replaceAll("context-1", "lab");

describeWithKeyring("the server of a store is another one by now", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-other-server-"));
  const at = (name: string) => join(folder, name);
  let machine: Machine;
  let port: number;
  const tokens: string[] = [];
  const serve = (ca: string) =>
    listenOnLoopback(
      createServer(
        { cert: readFileSync(at(`${ca}.crt`)), key: readFileSync(at(`${ca}.key`)) }, // prettier-ignore
        ({ headers, url = "" }, response) => {
          tokens.push(`${ca} ${String(headers["x-vault-token"])}`);
          const data = url.includes("/mounts/")
            ? { path: "secret/", type: "kv", options: { version: "2" } }
            : { data: { talosconfig: text }, metadata: { version: 1 } };
          response.end(JSON.stringify({ data }));
        },
      ),
      "127.0.0.1",
      port,
    );
  const env = (ca: string, host = "127.0.0.1"): NodeJS.ProcessEnv => ({
    ...online,
    VAULT_ADDR: `https://${host}:${String(port)}`,
    VAULT_TOKEN: "a-token",
    VAULT_CACERT: at(`${ca}.crt`),
  });

  beforeAll(async () => {
    for (const name of ["old", "new"])
      execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=store", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", `${name}.key`, "-out", `${name}.crt`], { cwd: folder, stdio: "ignore" }); // prettier-ignore
    port = await freePort();
    machine = await Machine.start();
    await machine.run(["init"]);
    const store = await serve("old");
    await machine.run(["import", "vault:secret/lab"], { env: env("old") });
    await store.stop();
  });
  afterAll(async () => {
    await machine.stop();
    rmSync(folder, { recursive: true });
  });

  test("of another CA: it is shown no token before that CA is named", async () => {
    const store = await serve("new");
    tokens.length = 0;
    const refused = await machine.run(["pull", "lab"], { env: env("old") });
    expect(refused.stderr).toMatch(/was\s+sent\s+nothing/);
    expect(refused.stderr).toContain("VAULT_CACERT");
    expect(refused.code).toBe(1);
    expect(tokens).toEqual([]);
    const pulled = await machine.run(["pull", "lab"], { env: env("new") });
    expect(pulled.stderr).toContain("the same as");
    expect(tokens[0]).toBe("new a-token");
    await store.stop();
  });

  test("of another name: a person is asked whether it has moved, and it is remembered", async () => {
    const store = await serve("new");
    tokens.length = 0;
    const moved = env("new", "localhost");
    const refused = await machine.run(["pull", "lab"], { env: moved });
    expect(refused.stderr).toContain(`VAULT_ADDR names https://localhost:${String(port)}`); // prettier-ignore
    const again = await machine.run(["import", "vault:secret/lab"], { env: moved }); // prettier-ignore
    expect(again).toMatchObject({ code: refused.code, stdout: "" });
    expect(again.stderr).toBe(refused.stderr.replace("lab: ", ""));
    expect(tokens).toEqual([]);
    const back = env("new");
    for (const [verb, where, answer] of [
      ["pull lab", moved, "n"],
      ["import vault:secret/lab", moved, "n"],
      ["push lab vault:secret/lab --yes", moved, "y"],
      ["pull lab", back, "y"],
    ] as const) {
      expect(tokens.length > 0).toBe(where === back);
      const words = Object.entries(where).map(([name, value]) => `${name}='${value ?? ""}'`); // prettier-ignore
      await withTerminal(
        machine,
        `${words.join(" ")} '${runtime}' '${program}' ${verb}; echo code $?`,
        `until("moved there?")\ntype("${answer}\\r")\nuntil('code')`,
      );
    }
    expect(tokens[0]).toBe("new a-token");
    // From now on that is where it is, also where nothing names a server.
    const { VAULT_ADDR: server, ...unnamed } = back;
    const checked = await machine.run(["origins", "--check", "--json"], { env: unnamed }); // prettier-ignore
    expect(JSON.parse(checked.stdout)).toMatchObject({ origins: [{ server, state: "same" }] }); // prettier-ignore
    await store.stop();
  });
});
