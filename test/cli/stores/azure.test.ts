import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  keyVaultToken,
  loggedInAz,
  startKeyVault,
  type KeyVault,
} from "../../doubles/key-vault.ts";
import {
  foundInFile,
  keyCanaries,
  textCanary,
} from "../../doubles/canaries.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { skipSuite } from "../../shared-material.ts";
import {
  describeWithKeyring,
  filesBelow,
  Machine,
  online,
  program,
  runtime,
} from "../harness.ts";

const text = makeTalosconfig(1).replaceAll("context-1", "lab");
const name = "talos-lab";
/** As it is typed: a name there has no slash. */
const address = "azure-kv:team/talos/lab";
/** One of loopback's that no other test listens on, at the port that a vault has. */
const [host, port] = [
  `127.19.${String((process.pid >> 8) & 255)}.${String(process.pid & 255)}`,
  443,
] as const;

/** Gives a command this machine's names and those of a file of its own, which only root may. */
const withNames = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"']; // prettier-ignore

function describeWithNames(title: string, body: () => void) {
  const words = [...withNames.slice(1), "/etc/hosts", "true"];
  if (spawnSync("unshare", words).status === 0) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error("CI cannot give a command names of its own: root, unshare");
  process.stderr.write(`SKIPPED ${title}: needs root and unshare\n`);
  return skipSuite(title);
}

// Its name, its port, its certificate and its challenge are those of a real one; the program is the built one.
describeWithNames("Azure Key Vault", () => {
  describeWithKeyring("as a place for contexts", () => {
    let vault: KeyVault;
    let machine: Machine;
    let env: NodeJS.ProcessEnv;
    const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
      machine.command(
        [
          ...withNames,
          join(machine.folder, "hosts"),
          runtime,
          program,
          ...args,
        ],
        { env: { ...env, ...more } },
      );
    const versions = () => vault.secrets.get(name)?.map(({ value }) => value);

    beforeAll(async () => {
      [vault, machine] = await Promise.all([
        startKeyVault("team", host, port),
        Machine.with(text),
      ]);
      machine.file("hosts", `${host} team.vault.azure.net\n`);
      env = {
        ...online,
        PATH: `${loggedInAz(machine.folder)}:/usr/bin:/bin`,
        NODE_EXTRA_CA_CERTS: machine.file("ca.pem", String(vault.way.ca)),
      };
    });
    afterAll(async () => {
      await machine.stop();
      await vault.stop();
    });

    test("where nobody is logged in: exit 3; what is not there: exit 4", async () => {
      const nobody = await run(["import", address], { PATH: "/usr/bin:/bin" });
      expect(nobody.stderr).toContain("az login");
      expect(nobody.code).toBe(3);
      expect(vault.asked.map(({ login }) => login)).toEqual([""]);
      expect((await run(["import", address])).code).toBe(4);
    });

    test("what is put there is there byte for byte, once, under a name that it takes, and nothing of the login stays", async () => {
      const pushed = await run(["push", "lab", address, "--json"]);
      expect(pushed.stderr).toMatch(/does\s+not\s+compare/);
      expect(pushed.code).toBe(0);
      expect(JSON.parse(pushed.stdout)).toMatchObject({ address: `azure-kv:team/${name}` }); // prettier-ignore
      expect(versions()).toEqual([(await machine.run(["export", "lab", "-o", "-", "-y"])).stdout]); // prettier-ignore
      expect((await run(["push", "lab", address])).code).toBe(0);
      expect(versions()).toHaveLength(1);
      const checked = await run(["origins", "--check", "--json"]);
      expect(JSON.parse(checked.stdout)).toMatchObject({ origins: [{ kind: "azure-kv", state: "same" }] }); // prettier-ignore
      const canaries = [...keyCanaries(text), textCanary("login", keyVaultToken)]; // prettier-ignore
      for (const path of filesBelow(machine.home))
        expect(foundInFile(path, canaries)).toEqual([]);
    });

    test("what others changed there is not replaced, and is pulled with what differs", async () => {
      const theirs = text.replace("10.0.1.2", "192.0.2.77");
      vault.secrets.get(name)?.push({ value: theirs, more: {} });
      await machine.run(["set", "lab", "--nodes", "192.0.2.9"]);
      expect((await run(["push", "lab", address])).code).toBe(5);
      expect(versions()?.slice(1)).toEqual([theirs]);
      const pulled = await run(["pull", "lab", "--on-conflict", "theirs"]);
      expect(pulled.stderr).toContain("192.0.2.77");
      expect(pulled.code).toBe(0);
    });

    test("more than it takes is refused before anybody is asked for anything", async () => {
      await machine.run(["import", "-"], { input: makeTalosconfig(20) });
      const asked = vault.asked.length;
      const names = Array.from({ length: 20 }, (_, at) => `context-${String(at + 1)}`); // prettier-ignore
      const { code, stderr } = await run(["push", ...names, "azure-kv:team/all"]); // prettier-ignore
      expect(stderr).toMatch(/takes\s+25,?600\s+bytes/);
      expect(code).toBe(1);
      expect(vault.asked).toHaveLength(asked);
    });

    test("what was deleted and can be recovered says how: exit 5, and what is here stays", async () => {
      vault.deleted.add(name);
      const before = machine.snapshot();
      for (const args of [
        ["pull", "lab"],
        ["push", "lab", address],
      ]) {
        const { code, stderr } = await run(args);
        expect(stderr).toContain("az keyvault secret recover");
        expect(code).toBe(5);
      }
      expect(machine.snapshot()).toEqual(before);
      vault.deleted.clear();
    });

    test("a vault that wants a login for another place, or has a certificate that is not good, gets none", async () => {
      const since = vault.asked.length;
      vault.resource = "https://vault.azure.net.example.org";
      expect((await run(["pull", "lab"])).code).toBe(1);
      const untrusted = await run(["pull", "lab"], { NODE_EXTRA_CA_CERTS: "" });
      expect(untrusted.stderr).toMatch(/was\s+sent\s+nothing/);
      const logins = vault.asked.slice(since).map(({ login }) => login);
      expect(logins).toEqual([""]);
    });
  });
});
