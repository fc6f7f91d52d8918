import { spawn } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Machine, program, runtime } from "../cli/harness.ts";

describe("talos-vault ui", () => {
  test("clears away the address file of a host that was killed", async () => {
    const machine = await Machine.start("no-bus");
    const addresses = () =>
      readdirSync(machine.runFolder).filter((name) => name.startsWith("open-"));
    const start = async () => {
      // No browser is there to be opened.
      const env = { ...machine.env, PATH: machine.folder };
      const server = spawn(runtime, [program, "ui"], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      });
      await once(server.stdout, "data");
      await expect.poll(addresses).toContain(`open-${String(server.pid)}.html`);
      return server;
    };
    const killed = await start();
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const [left = ""] = addresses();
    expect(addresses()).toEqual([left]);
    // Another one died while it wrote the file.
    writeFileSync(join(machine.runFolder, `${left}.${randomUUID()}.tmp`), "");
    const next = await start();
    expect(addresses()).toEqual([`open-${String(next.pid)}.html`]);
    next.kill("SIGTERM");
    await once(next, "exit");
    expect(addresses()).toEqual([]);
    await machine.stop();
  });

  test("opens no debugger, and ends with its terminal and its address with it", async () => {
    const machine = await Machine.start("no-bus");
    const server = spawn(runtime, [program, "ui", "--no-open"], {
      env: machine.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    server.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [first] = (await once(server.stdout, "data")) as [Buffer];
    const address = first.toString("utf8").trim();
    // It opens Node's debugger for everybody on the machine, unless a program refuses it.
    server.kill("SIGUSR1");
    expect((await fetch(address)).status).toBe(200);
    server.kill("SIGHUP");
    const [code] = (await once(server, "exit")) as [number];
    expect(code).toBe(0);
    expect(said).not.toContain("Debugger listening");
    await expect(fetch(address)).rejects.toThrow();
    await machine.stop();
  });
});
