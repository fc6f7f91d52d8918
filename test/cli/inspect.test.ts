import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { base64, TestAuthority } from "../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../shared-material.ts";
import { describeWithKeyring, Machine } from "./harness.ts";

const talosctl = sharedPath("tools/talosctl");

interface Inspected {
  readonly contexts: readonly {
    readonly name: string;
    readonly chain: readonly {
      readonly roles: string[];
      readonly extendedKeyUsage: string[];
    }[];
    readonly acceptance: readonly {
      readonly versions: string;
      readonly isAccepted: boolean;
    }[];
  }[];
}

describeWithShared(
  "inspect, beside the real talosctl",
  ["tools/talosctl", "fixtures/prod/talosconfig"],
  () => {
    let machine: Machine;

    beforeAll(async () => {
      machine = await Machine.start("no-bus");
    });

    afterAll(() => machine.stop());

    const files = globSync(["*.yaml", "*/talosconfig", "merged.talosconfig"], {
      cwd: sharedPath("fixtures"),
    });

    test.each(files)(
      "--like-talosctl says of %s what talosctl config info says",
      async (file) => {
        const path = join(sharedPath("fixtures"), file);
        const ours = await machine.run(["inspect", path, "--like-talosctl"]);
        const theirs = await machine.command([
          talosctl,
          "--talosconfig",
          path,
          "config",
          "info",
        ]);
        expect(ours).toMatchObject({ code: 0, stdout: theirs.stdout });
      },
    );

    test.each(["secrets.yaml", "controlplane.yaml"])(
      "%s has an authority with its key, and the key is not shown",
      async (file) => {
        const outcome = await machine.run([
          "inspect",
          sharedPath(`fixtures/prod/${file}`),
        ]);
        expect(outcome).toMatchObject({ code: 0 });
        expect(outcome.stdout).toContain("authority");
        expect(outcome.stderr).toContain("it can issue");
        expect(`${outcome.stdout}${outcome.stderr}`).not.toMatch(
          /PRIVATE|LS0tLS1/,
        );
      },
    );

    test("an expired certificate is accepted by no Talos", async () => {
      const outcome = await machine.run([
        "inspect",
        sharedPath("fixtures/expired-os-reader.yaml"),
        "--json",
      ]);
      const { contexts } = JSON.parse(outcome.stdout) as Inspected;
      expect(contexts[0]?.acceptance).toMatchObject([
        { versions: "all", isAccepted: false },
      ]);
    });
  },
);

describe("inspect without a vault", () => {
  test("says which Talos accepts a certificate with another key usage", async () => {
    const machine = await Machine.start("no-bus");
    const authority = new TestAuthority();
    const usages = {
      client: "clientAuth",
      both: "clientAuth,serverAuth",
      server: "serverAuth",
    };
    const contexts = Object.entries(usages).map(([name, extendedKeyUsage]) => {
      const { crt, key } = authority.client({ extendedKeyUsage });
      return `    ${name}:\n        endpoints:\n            - 10.0.0.1\n        ca: ${base64(authority.pair.crt)}\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`;
    });
    const file = machine.file(
      "usages",
      `context: client\ncontexts:\n${contexts.join("")}`,
    );
    const { stdout } = await machine.run(["inspect", file, "--json"]);
    const byName = Object.fromEntries(
      (JSON.parse(stdout) as Inspected).contexts.map((one) => [
        one.name,
        one.acceptance.map(({ versions, isAccepted }) => [
          versions,
          isAccepted,
        ]),
      ]),
    );
    expect(byName).toEqual({
      client: [["all", true]],
      both: [
        ["1.12 and newer", false],
        ["before 1.12", true],
      ],
      server: [["all", false]],
    });
    const crt = machine.file(
      "crt.pem",
      authority.client({ roles: ["os:reader"] }).crt,
    );
    const one = await machine.run(["inspect", crt]);
    expect(one.stdout).toMatch(/roles: +os:reader/);
    const nothing = await machine.run([
      "inspect",
      machine.file("text", "hello: there"),
    ]);
    expect(nothing.code).toBe(1);
    authority.dispose();
    await machine.stop();
  });
});

describeWithKeyring("inspect of a context in the vault", () => {
  test("shows its certificate and no key", async () => {
    const machine = await Machine.start();
    const authority = new TestAuthority();
    const { crt, key } = authority.client({ roles: ["os:operator"] });
    await machine.run(["init"]);
    await machine.run(["import", "-"], {
      input: `context: a\ncontexts:\n    a:\n        endpoints: []\n        ca: ${base64(authority.pair.crt)}\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`,
    });
    const shown = await machine.run(["inspect", "a"]);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toMatch(/roles: +os:operator/);
    expect(shown.stdout).toMatch(/Talos, all: +accepted/);
    expect(shown.stdout).not.toContain("PRIVATE");
    expect((await machine.run(["inspect", "nobody"])).code).toBe(4);
    authority.dispose();
    await machine.stop();
  });
});
