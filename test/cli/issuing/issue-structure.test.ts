import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { field, structure } from "../../doubles/certificate-structure.ts";
import { base64, TestAuthority } from "../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { Machine } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");

describeWithShared(
  "what is issued, beside what the real talosctl makes under the same CA",
  ["tools/talosctl", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;

    beforeAll(async () => {
      machine = await Machine.start();
      await machine.run(["init"]);
      await machine.run(["import", "-"], {
        input:
          "context: a\ncontexts:\n    a:\n        endpoints:\n            - 10.0.0.1\n",
      });
    });

    afterAll(() => machine.stop());

    /** Our talosconfig under that authority. */
    async function issue(authority: string, role: string): Promise<string> {
      const file = join(machine.folder, "ours.yaml");
      const args = ["--authority", authority, "--roles", role, "--to", file];
      const issued = await machine.run(["issue", "a", ...args]);
      expect(issued).toMatchObject({ code: 0 });
      const text = readFileSync(file, "utf8");
      await machine.command(["rm", file]);
      return text;
    }

    const label = (pem: string) => pem.split("\n")[0];

    test.each(["ed25519", "p256", "rsa2048"] as const)(
      "%s: the talosconfig of gen config has the same certificate but for key, serial and times",
      async (kind) => {
        const authority = new TestAuthority(kind);
        const { pair } = authority;
        const bundle = readFileSync(secrets, "utf8").replace(
          /( {4}os:\n) {8}crt: \S+\n {8}key: \S+\n/,
          `$1        crt: ${base64(pair.crt)}\n        key: ${base64(pair.key)}\n`,
        );
        expect(bundle).toContain(base64(pair.crt));
        const path = machine.file(`${kind}.yaml`, bundle);
        const made = await machine.command([talosctl, "gen", "config", "a", "https://10.0.0.1:6443", "--with-secrets", path, "--output-types", "talosconfig", "--output", "-"]); // prettier-ignore
        expect(made).toMatchObject({ code: 0 });
        const ours = await issue(path, "os:admin");
        expect(await structure(machine, field(ours, "crt"))).toBe(
          await structure(machine, field(made.stdout, "crt")),
        );
        expect(label(field(ours, "key"))).toBe(
          label(field(made.stdout, "key")),
        );
        expect(field(ours, "ca")).toBe(field(made.stdout, "ca"));
        authority.dispose();
      },
    );

    test("gen crt makes the same but for the addresses of its request", async () => {
      const gen = async (...args: string[]) =>
        expect(await machine.command([talosctl, "gen", ...args])).toMatchObject(
          { code: 0 },
        );
      await gen("ca", "--organization", "talos");
      await gen("key", "--name", "client");
      await gen("csr", "--key", "client.key", "--ip", "127.0.0.1", "--roles", "os:reader"); // prettier-ignore
      await gen("crt", "--ca", "talos", "--csr", "client.csr", "--name", "client"); // prettier-ignore
      const text = (name: string) =>
        readFileSync(join(machine.folder, name), "utf8");
      const pair = machine.file(
        "pair.pem",
        `${text("talos.crt")}${text("talos.key")}`,
      );
      const ours = await issue(pair, "os:reader");
      const apart = await issue(join(machine.folder, "talos.crt"), "os:reader");
      expect(field(apart, "ca")).toBe(field(ours, "ca"));
      const theirs = await structure(machine, text("client.crt"));
      const addresses =
        /.*SEQUENCE.*\n.*X509v3 Subject Alternative Name\n.*OCTET STRING.*\n/;
      expect(theirs).toMatch(addresses);
      expect(await structure(machine, field(ours, "crt"))).toBe(
        theirs.replace(addresses, ""),
      );
    });
  },
);
