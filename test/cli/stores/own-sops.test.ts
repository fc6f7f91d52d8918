import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { describeWithMoto, startMoto, type Moto } from "../../doubles/moto.ts";
import {
  describeWithOpenBao,
  startOpenBao,
  type OpenBao,
} from "../../doubles/openbao.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { describeWithKeyring, Machine, online } from "../harness.ts";

const text = makeTalosconfig(1).replaceAll("context-1", "lab");

// The real sops, with keys that only it knows how to ask for.
describeWithShared(
  "a file of SOPS that a person's own sops opens",
  ["tools/sops"],
  () => {
    describeWithKeyring("with the built command", () => {
      let machine: Machine;
      let env: NodeJS.ProcessEnv;
      const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
        machine.run(args, { env: { ...env, ...more } });
      beforeAll(async () => {
        machine = await Machine.start();
        env = {
          ...online,
          PATH: `${sharedPath("tools")}:/usr/bin:/bin`,
          SOPS_DISABLE_VERSION_CHECK: "1",
        };
        await run(["init"]);
      });
      beforeEach(() => run(["remove", "lab", "--yes"]));
      afterAll(() => machine.stop());

      /** Has sops itself encrypt, by stdin. */
      async function seal(
        name: string,
        words: readonly string[],
        more: NodeJS.ProcessEnv,
      ): Promise<void> {
        const args = ["encrypt", ...words, "--filename-override", name];
        const { code, stdout, stderr } = await machine.command(["sops", ...args], { input: text, env: { ...env, ...more } }); // prettier-ignore
        expect(stderr).toBe("");
        expect(code).toBe(0);
        machine.file(name, stdout);
      }

      /** All that a context has came here, and is compared; it was told who opens it. */
      async function isTaken(
        name: string,
        keys: RegExp,
        more: NodeJS.ProcessEnv,
      ): Promise<void> {
        const { code, stderr } = await run(["import", `sops:${name}`], more);
        expect(stderr).toMatch(keys);
        expect(code).toBe(0);
        expect((await run(["export", "lab", "-o", "-", "-y"])).stdout).toBe(
          text,
        );
        const { origins } = await machine.json<{ origins: unknown[] }>(["origins", "--check", "--json"], { env: { ...env, ...more } }); // prettier-ignore
        expect(origins).toMatchObject([{ state: "same" }]);
      }

      test("OpenPGP: gpg, also where nobody else is to be asked", async () => {
        const GNUPGHOME = join(machine.folder, "gpg");
        mkdirSync(GNUPGHOME, { mode: 0o700 });
        const gpg = (...args: readonly string[]) =>
        spawnSync("gpg", ["--batch", ...args], { env: { ...machine.env, GNUPGHOME }, encoding: "utf8" }).stdout; // prettier-ignore
        gpg(
          "--passphrase",
          "",
          "--quick-generate-key",
          "team",
          "future-default",
        );
        const [, fingerprint = ""] = /^fpr:+([0-9A-F]{40}):/m.exec(gpg("--with-colons", "--list-keys")) ?? []; // prettier-ignore
        await seal("pgp.yaml", ["--pgp", fingerprint], { GNUPGHOME });
        await isTaken("pgp.yaml", /is\s+for\s+OpenPGP/, { GNUPGHOME, TALOS_VAULT_OFFLINE: "1" }); // prettier-ignore
        spawnSync("gpgconf", ["--homedir", GNUPGHOME, "--kill", "all"]);
      });

      describeWithOpenBao("Vault's transit", () => {
        let bao: OpenBao;
        beforeAll(async () => {
          bao = await startOpenBao();
          bao.bao(["secrets", "enable", "transit"]);
          bao.bao(["write", "-f", "transit/keys/team"]);
        });
        afterAll(() => bao.stop());

        test("is asked with the person's token where they named that server, and not else", async () => {
          const { BAO_ADDR, BAO_TOKEN: VAULT_TOKEN } = bao.env;
          const login = { VAULT_ADDR: BAO_ADDR, VAULT_TOKEN };
          const key = `${BAO_ADDR}/v1/transit/keys/team`;
          await seal("transit.yaml", ["--hc-vault-transit", key], login);
          const strange = await run(["import", "sops:transit.yaml"], { VAULT_TOKEN }); // prettier-ignore
          expect(strange.stderr).toMatch(/does\s+not\s+name\s+that\s+server/);
          expect(strange.code).toBe(1);
          const nobody = await run(["import", "sops:transit.yaml"], { ...login, VAULT_TOKEN: "wrong" }); // prettier-ignore
          expect(nobody.stderr).toMatch(/does\s+not\s+open/);
          expect(nobody.code).toBe(3);
          await isTaken("transit.yaml", /is\s+for\s+Vault's\s+transit/, login);
        });
      });

      describeWithMoto("AWS KMS", () => {
        let moto: Moto;
        beforeAll(async () => {
          moto = await startMoto();
        });
        afterAll(() => moto.stop());

        test("is asked with the person's login", async () => {
          const made = moto.call("create_key", {}, "kms") as { KeyMetadata: { Arn: string } }; // prettier-ignore
          const login = { ...moto.env, AWS_ACCESS_KEY_ID: "person", AWS_SECRET_ACCESS_KEY: "x" }; // prettier-ignore
          await seal("kms.yaml", ["--kms", made.KeyMetadata.Arn], login);
          await isTaken("kms.yaml", /is\s+for\s+AWS\s+KMS/, login);
        });
      });
    });
  },
);
