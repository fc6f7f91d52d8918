import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../shared/core/talosconfig/types.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

describeWithKeyring("contexts without a certificate", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
    const place = { endpoints: ["10.0.0.1"], nodes: [] };
    const contexts = new Map<string, TalosContext>([
      ["omni", { ...place, auth: { siderov1: { identity: "you@example.org" } } }],
      ["basic", { ...place, auth: { basic: { username: "you", password: new Secret("secret") } } }],
      ["bare", place],
    ]); // prettier-ignore
    await machine.run(["init"]);
    const input = emitTalosconfig({ context: "omni", contexts });
    const imported = await machine.run(["import", "-"], { input });
    expect(imported.code).toBe(0);
  });
  afterAll(() => machine.stop());

  test.each([
    ["omni", "Omni decides"],
    ["basic", "The server decides"],
  ])("what %s may do is unknown, and not no", async (name, why) => {
    const ask = ["can-i", name, "talosctl", "version"];
    expect(await machine.run(ask)).toMatchObject({
      code: 1,
      stdout: "unknown\n",
      stderr: expect.stringContaining(why) as unknown,
    });
    const { stdout } = await machine.run([...ask, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      context: name,
      isAllowed: null,
      notes: [expect.stringContaining(why)],
    });
    const all = await machine.run(["can-i", name, "--json"]);
    const { answers } = JSON.parse(all.stdout) as {
      answers: { isAllowed: unknown }[];
    };
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.every(({ isAllowed }) => isAllowed === null)).toBe(true);
    const local = ["can-i", name, "talosctl", "config", "info"];
    expect(await machine.run(local)).toMatchObject({
      code: 0,
      stdout: "yes\n",
    });
  });

  test("one without any credential may nothing", async () => {
    const asked = await machine.run(["can-i", "bare", "talosctl", "version"]);
    expect(asked).toMatchObject({ code: 1, stdout: "no\n" });
  });

  test.each([
    ["omni", /An Omni context logs in/],
    ["basic", /user and a password/],
    ["bare", /talos-vault issue bare --authority/],
  ])("renew of %s says what there is instead", async (name, next) => {
    const refused = await machine.run(["renew", name]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("no client certificate");
    expect(refused.stderr).toMatch(next);
    if (name !== "omni") expect(refused.stderr).not.toContain("Omni");
  });
});
