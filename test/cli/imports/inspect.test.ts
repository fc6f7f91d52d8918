import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { base64, TestAuthority } from "../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

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

    test("a worker's config and a redacted one show their CAs, and say why nothing can be issued", async () => {
      const config = readFileSync(
        sharedPath("fixtures/prod/controlplane.yaml"),
        "utf8",
      );
      const accepted = `$&\n    acceptedCAs:\n        - crt: ${base64(new TestAuthority().pair.crt)}`;
      const redacted = config
        .replace(/^machine:$/m, accepted)
        .replaceAll(/^( +key: )LS0.*$/gm, '$1"******"');
      for (const [path, reason] of [
        [sharedPath("fixtures/prod/worker.yaml"), /worker's machine config/],
        [machine.file("redacted.yaml", redacted), /redacted/],
      ] as const) {
        const outcome = await machine.run(["inspect", path]);
        expect(outcome).toMatchObject({ code: 0 });
        expect(outcome.stdout).toContain("authority, machine.ca\n");
        expect(outcome.stderr).toMatch(reason);
      }
      const { certificates } = await machine.json<{
        certificates: { place: string }[];
      }>(["inspect", "--json", join(machine.folder, "redacted.yaml")]);
      expect(certificates.map(({ place }) => place)).toEqual([
        "machine.acceptedCAs[0]",
        "machine.ca",
        "cluster.ca",
        "cluster.aggregatorCA",
        "cluster.etcd.ca",
      ]);
    });

    test("a current context that is not there is an error, as talosctl has it", async () => {
      const file = machine.file(
        "nowhere",
        "context: nope\ncontexts:\n    a:\n        endpoints: []\n",
      );
      const ours = await machine.run(["inspect", file, "--like-talosctl"]);
      expect(ours).toMatchObject({ code: 4, stdout: "" });
      const theirs = await machine.command([talosctl, "--talosconfig", file, "config", "info"]); // prettier-ignore
      expect(theirs).toMatchObject({ code: 1, stdout: "" });
    });

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
  test("of what is pasted at a terminal a line that may have been cut is no broken key", async () => {
    const machine = await Machine.start("no-bus");
    const shown = await withTerminal(
      machine,
      `exec ${runtime} ${program} inspect -`,
      `time.sleep(1)
type("key: " + "A" * 5000 + "\\n")
type("\\x04")
until("with <")`,
    );
    expect(shown.replaceAll(/\s+/g, " ")).toContain(
      "a terminal passes on no more of one",
    );
    const piped = await machine.run(["inspect", "-"], {
      input: `key: ${"A".repeat(4090)}\n`,
    });
    expect(piped.stderr).not.toContain("terminal");
    await machine.stop();
  });

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
    const byName = Object.fromEntries(
      (await machine.json<Inspected>(["inspect", file, "--json"])).contexts.map(
        (one) => [
          one.name,
          one.acceptance.map(({ versions, isAccepted }) => [
            versions,
            isAccepted,
          ]),
        ],
      ),
    );
    const text = await machine.run(["inspect", file]);
    expect(text.stdout).toMatch(/Talos, 1.12 and newer: +refused\. It/);
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
    expect(one.stdout).toMatch(/Talos, all: +accepted/);
    const der = join(machine.folder, "crt.der");
    await machine.command(["openssl", "x509", "-in", crt, "-outform", "DER", "-out", der]); // prettier-ignore
    const binary = await machine.run(["inspect", der]);
    expect(binary.stdout).toBe(one.stdout);
    const pair = machine.file("talos.crt", authority.pair.crt);
    const alone = await machine.run(["inspect", pair]);
    expect(alone.stderr).toContain("Nothing can be issued with it");
    const key = machine.file("talos.key", authority.pair.key);
    const beside = await machine.run(["inspect", pair]);
    expect(beside.stderr).toContain(`Its private key is in ${key}`);
    expect(beside.stderr).not.toContain("Nothing can be issued");
    expect(beside.stdout).toBe(alone.stdout);
    const none = await machine.run(["inspect", "./nofile"]);
    expect(none.stderr).toContain("no file ./nofile");
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
    machine.file("a", crt);
    const file = await machine.run(["inspect", "a"]);
    expect(file.stderr).toContain("--context");
    const context = await machine.run(["inspect", "a", "--context"]);
    expect(context.stdout).toBe(shown.stdout);
    expect((await machine.run(["inspect", "nobody"])).code).toBe(4);
    authority.dispose();
    await machine.stop();
  });
});
