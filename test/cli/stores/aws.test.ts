import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithMoto, startMoto, type Moto } from "../../doubles/moto.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  filesBelow,
  Machine,
  online,
} from "../harness.ts";
import {
  foundInFile,
  keyCanaries,
  textCanary,
} from "../../doubles/canaries.ts";

const text = makeTalosconfig(1).replaceAll("context-1", "lab");
const SecretId = "talos/lab";
const address = `aws-sm:${SecretId}`;
const current = { SecretId, VersionStage: "AWSCURRENT" };
/** Of the login that a program gives, as `aws configure sso` and others set up. */
const secretKey = "the-secret-key-of-a-person";

describeWithMoto("AWS Secrets Manager", () => {
  describeWithKeyring("as a place for contexts", () => {
    let moto: Moto;
    let machine: Machine;
    let env: NodeJS.ProcessEnv;
    const run = (...args: readonly string[]) => machine.run(args, { env });
    const there = () => moto.call("get_secret_value", current)["SecretString"];
    beforeAll(async () => {
      [moto, machine] = await Promise.all([startMoto(), Machine.with(text)]);
      const login = machine.file(
        "login",
        `#!/bin/sh\necho '{"Version":1,"AccessKeyId":"AKIDPERSON","SecretAccessKey":"${secretKey}"}'\n`,
      );
      chmodSync(join(machine.folder, "login"), 0o755);
      env = {
        ...online,
        ...moto.env,
        AWS_CONFIG_FILE: machine.file(
          "config",
          `[profile team]\nregion = eu-central-1\ncredential_process = ${login}\n`,
        ),
        AWS_PROFILE: "team",
      };
    });
    afterAll(async () => {
      await machine.stop();
      await moto.stop();
    });

    test("nothing is contacted offline; where nobody is logged in: exit 3; what is not there: exit 4", async () => {
      const offline = await machine.run(["import", address], { env: { ...env, TALOS_VAULT_OFFLINE: "1" } }); // prettier-ignore
      expect(offline.stderr).toContain("TALOS_VAULT_OFFLINE is set");
      const nobody = await machine.run(["import", address], { env: { ...env, AWS_PROFILE: undefined } }); // prettier-ignore
      expect(nobody.stderr).toContain("aws sso login");
      expect(nobody.code).toBe(3);
      const missing = await run("import", address);
      expect(missing.stderr).toContain(`Nothing is at ${address}`);
      expect(missing.code).toBe(4);
    });

    test("what is put there is there byte for byte, once, and nothing of the login stays", async () => {
      const pushed = await run("push", "lab", address, "--json");
      expect(pushed.stderr).not.toContain("does not compare");
      expect(pushed.code).toBe(0);
      const { version } = JSON.parse(pushed.stdout) as { version: string };
      expect(there()).toBe((await machine.run(["export", "lab", "-o", "-", "-y"])).stdout); // prettier-ignore
      const again = await run("push", "lab", address, "--json");
      expect(JSON.parse(again.stdout)).toMatchObject({ version, isChanged: false }); // prettier-ignore
      const { origins } = await machine.json<{ origins: unknown[] }>(["origins", "--check", "--json"], { env }); // prettier-ignore
      expect(origins).toMatchObject([{ kind: "aws-sm", server: moto.env.AWS_ENDPOINT_URL, namespace: "123456789012", state: "same", remoteVersion: version }]); // prettier-ignore
      const canaries = [...keyCanaries(text), textCanary("login", secretKey),]; // prettier-ignore
      for (const path of filesBelow(machine.home))
        expect(foundInFile(path, canaries)).toEqual([]);
    });

    test("more than it takes is refused before anybody is asked for anything", async () => {
      await machine.run(["import", "-"], { input: makeTalosconfig(60) });
      const names = Array.from({ length: 60 }, (_, at) => `context-${String(at + 1)}`); // prettier-ignore
      // Nobody would answer there.
      const nowhere = { ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
      const { code, stderr } = await machine.run(["push", ...names, "aws-sm:talos/all"], { env: nowhere }); // prettier-ignore
      expect(stderr).toMatch(/takes\s+65,?536\s+bytes/);
      expect(code).toBe(1);
    });

    test("what others changed there is not replaced, and is pulled with what differs", async () => {
      const theirs = text.replace("10.0.1.2", "192.0.2.77");
      expect(theirs).not.toBe(text);
      moto.call("put_secret_value", { SecretId, SecretString: theirs });
      await run("set", "lab", "--nodes", "192.0.2.9");
      expect((await run("push", "lab", address)).code).toBe(5);
      expect(there()).toBe(theirs);
      const pulled = await run("pull", "lab", "--on-conflict", "theirs");
      expect(pulled.stderr).toContain("192.0.2.77");
      expect(pulled.code).toBe(0);
    });

    test("another endpoint is not asked for it, and what was deleted says how it comes back: exit 5", async () => {
      const elsewhere = await machine.run(["pull", "lab"], { env: { ...env, AWS_ENDPOINT_URL: "http://127.0.0.1:1" } }); // prettier-ignore
      expect(elsewhere.stderr).toContain("names http://127.0.0.1:1");
      moto.call("delete_secret", { SecretId });
      const { code, stderr } = await run("pull", "lab");
      expect(stderr).toContain("aws secretsmanager restore-secret");
      expect(code).toBe(5);
    });
  });
});
