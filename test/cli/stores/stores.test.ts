import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../doubles/certificates.ts";
import { hashicorpLogin } from "../../../shared/node/stores/hashicorp-login.ts";
import { HashicorpStore } from "../../../shared/node/stores/hashicorp-store.ts";
import {
  describeWithOpenBao,
  startOpenBao,
  type OpenBao,
} from "../../doubles/openbao.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, online } from "../harness.ts";

// Two credentials of one cluster, and one of another that is called the same.
const lines = makeTalosconfig(2).split("\n");
const [text, other] = [lines.slice(3, 8), lines.slice(9, 14)].map((fields) =>
  ["context: lab", "contexts:", "    lab:", ...fields, ""].join("\n"),
) as [string, string];
const strange = makeTalosconfig(1).replaceAll("context-1", "lab");

interface Origins {
  readonly origins: readonly {
    readonly context: string;
    readonly state: string | null;
    readonly version: string | null;
    readonly remoteVersion: string | null;
    readonly next: string | null;
  }[];
}

describeWithOpenBao("OpenBao", () => {
  describeWithKeyring("as a place for contexts", () => {
    let bao: OpenBao;
    let machine: Machine;
    const env = () => ({ ...online, ...bao.env });
    const run = (...args: readonly string[]) =>
      machine.run(args, { env: env() });
    const put = (path: string, value: string) =>
      bao.bao(["kv", "put", path, "note=kept", "talosconfig=-"], value);
    const field = (path: string, name = "talosconfig") =>
      bao.bao(["kv", "get", `-field=${name}`, path]);
    const state = async (context: string) => {
      const { origins } = await machine.json<Origins>(
        ["origins", "--check", "--json"],
        { env: env() },
      );
      return origins.find((one) => one.context === context);
    };
    /** Of what is found without asking any store. */
    const codes = async () => {
      const found = await machine.json<{
        readonly findings: readonly { readonly code: string }[];
      }>(["findings", "--json"], { env: { TALOS_VAULT_OFFLINE: "1" } });
      return found.findings.map(({ code }) => code);
    };

    beforeAll(async () => {
      bao = await startOpenBao();
      machine = await Machine.start();
      await machine.run(["init"]);
    });
    afterAll(async () => {
      await machine.stop();
      await bao.stop();
    });

    test("nothing is contacted where nobody is logged in: exit 3, with the way to log in", async () => {
      const { code, stderr } = await machine.run(
        ["import", "vault:secret/talos/lab"],
        { env: { ...online, BAO_ADDR: bao.env.BAO_ADDR } },
      );
      expect(stderr).toContain("bao login");
      expect(code).toBe(3);
      const wrong = await machine.run(["import", "vault:secret/talos/lab"], {
        env: { ...env(), BAO_TOKEN: "wrong" },
      });
      expect(wrong.code).toBe(3);
    });

    test("what is not there: exit 4", async () => {
      const { code, stderr } = await run("import", "vault:secret/talos/lab");
      expect(stderr).toContain("Nothing is at vault:secret/talos/lab");
      expect(code).toBe(4);
    });

    test("a context comes from it, and where it came from is known", async () => {
      put("secret/talos/lab", text);
      const { code, stderr } = await run("import", "vault:secret/talos/lab");
      expect(stderr).toContain("1 new");
      expect(code).toBe(0);
      expect(await state("lab")).toMatchObject({
        state: "same",
        version: "1",
        remoteVersion: "1",
        next: null,
      });
      const before = machine.snapshot();
      await run("pull", "lab");
      expect(machine.snapshot()).toEqual(before);
    });

    test("the same bytes are not written again, other fields and versions stay", async () => {
      const { code, stderr } = await run(
        "push",
        "lab",
        "vault:secret/talos/lab",
      );
      expect(stderr).toContain("nothing was written");
      expect(code).toBe(0);
      expect((await state("lab"))?.remoteVersion).toBe("1");
    });

    test("what was changed here goes there, byte for byte", async () => {
      await run("set", "lab", "--nodes", "192.0.2.9");
      expect(await state("lab")).toMatchObject({
        state: "ahead",
        next: "talos-vault push lab vault:secret/talos/lab",
      });
      const pushed = await machine.json<{ sha256: string; version: string }>(
        ["push", "lab", "vault:secret/talos/lab", "--json"],
        { env: env() },
      );
      const there = field("secret/talos/lab");
      const sha256 = createHash("sha256").update(there).digest("hex");
      expect(pushed).toMatchObject({ sha256, version: "2" });
      expect(there).toContain("192.0.2.9");
      expect(field("secret/talos/lab", "note")).toBe("kept");
      expect(await state("lab")).toMatchObject({ state: "same" });
      const ledger = await machine.run(["ledger", "--json"]);
      expect(ledger.stdout).toContain("vault:secret/talos/lab");
    });

    test("what others changed there is not replaced, and is pulled with what differs", async () => {
      put("secret/talos/lab", other);
      const pushed = await run("push", "lab", "vault:secret/talos/lab");
      expect(pushed.stderr).toContain("nothing was written");
      expect(pushed.stderr).toMatch(/talos-vault\s+pull\s+lab/);
      expect(pushed.stderr).toMatch(/talos-vault\s+origins\s+--check/);
      expect(pushed.code).toBe(5);
      expect(field("secret/talos/lab")).toBe(other);
      expect(await codes()).toContain("origin-behind");
      expect(await state("lab")).toMatchObject({
        state: "behind",
        version: "2",
        remoteVersion: "3",
      });
      const { code, stderr } = await run("pull", "lab");
      expect(stderr).toMatch(/nodes: 192\.0\.2\.9 → none/);
      expect(code).toBe(0);
      expect(await state("lab")).toMatchObject({ state: "same", version: "3" });
      expect(await codes()).not.toContain("origin-behind");
    });

    test("of another cluster it is not taken unasked", async () => {
      put("secret/talos/lab", strange);
      expect((await state("lab"))?.state).toBe("behind");
      const before = machine.snapshot();
      const { code, stderr } = await run("pull", "lab");
      expect(stderr).toContain("is of another cluster, by its CA");
      expect(code).toBe(5);
      expect(machine.snapshot()).toEqual(before);
    });

    test("changed on both sides: exit 5 until somebody says which counts", async () => {
      put("secret/talos/lab", text);
      await run("set", "lab", "--nodes", "192.0.2.10");
      expect((await state("lab"))?.state).toBe("diverged");
      expect(await codes()).toContain("origin-diverged");
      const before = machine.snapshot();
      expect((await run("pull", "lab")).code).toBe(5);
      expect(machine.snapshot()).toEqual(before);
      const kept = await run("pull", "--all", "--on-conflict", "keep");
      expect(kept.code).toBe(0);
      expect((await state("lab"))?.state).toBe("ahead");
      expect((await run("push", "lab", "vault:secret/talos/lab")).code).toBe(0);
      expect(field("secret/talos/lab")).toContain("192.0.2.10");
    });

    test("only where nothing is, or over the version that was named", async () => {
      const address = "vault:secret/talos/second#config";
      expect((await run("push", "lab", address, "--dry-run")).code).toBe(0);
      expect((await run("import", address)).code).toBe(4);
      expect((await run("push", "lab", address, "--create-only")).code).toBe(0);
      bao.bao(["kv", "put", "secret/talos/second", "config=somebody's"]);
      for (const options of [[], ["--create-only"], ["--if-version", "1"]])
        expect((await run("push", "lab", address, ...options)).code).toBe(5);
      const named = await run("push", "lab", address, "--if-version", "2");
      expect(named.stderr).toContain("version 3");
      expect(named.code).toBe(0);
    });

    test("deleted, and to be recovered: exit 5, and what is here stays", async () => {
      bao.bao(["kv", "delete", "secret/talos/second"]);
      const { code, stderr } = await run("pull", "lab");
      expect(stderr).toContain("bao kv undelete");
      expect(code).toBe(5);
      expect((await state("lab"))?.state).toBe("gone");
    });

    test("the first version of the engine has no versions, and says that it does not compare", async () => {
      const pushed = await run("push", "lab", "vault:old/talos/lab");
      expect(pushed.stderr).toContain("does not compare");
      expect(pushed.code).toBe(0);
      expect(field("old/talos/lab")).toContain("192.0.2.10");
      bao.bao(["kv", "put", "old/talos/lab", "talosconfig=-"], text);
      expect((await run("push", "lab", "vault:old/talos/lab")).code).toBe(5);
      expect((await run("pull", "lab")).code).toBe(0);
      expect((await state("lab"))?.state).toBe("same");
    });

    test("an authority comes from its field secrets, kept or used once", async () => {
      const authority = new TestAuthority();
      const { crt, key } = authority.pair;
      authority.dispose();
      const bundle = `certs:\n    os:\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`;
      bao.bao(["kv", "put", "secret/talos/ca", "secrets=-"], bundle);
      const address = "vault:secret/talos/ca";
      const once = await run(
        ..."issue lab --other-ca --roles os:reader --as issued".split(" "),
        "--authority",
        address,
      );
      expect(once.stderr).toContain("issued");
      expect(once.code).toBe(0);
      const kept = await machine.json(["authority", "list", "--json"]);
      expect(kept).toEqual({ authorities: [] });
      expect((await run("authority", "import", address)).code).toBe(0);
      expect((await machine.run(["doctor"])).stdout).not.toContain("talos/ca");
      expect((await run("authority", "import", "vault:secret/no")).code).toBe(
        4,
      );
    });

    test("a reader is made for a place, again in its own place, and is no origin", async () => {
      const words = "push issued vault:secret/talos/given --roles os:reader";
      for (const version of ["1", "2"]) {
        const { code, stderr } = await run(...words.split(" "), "--ttl", "30d");
        expect(stderr).toMatch(/Made os:reader for issued there, valid\s/);
        expect(stderr).toMatch(new RegExp(`as\\s+version\\s+${version}`));
        expect(code).toBe(0);
      }
      expect(await state("issued")).toBeUndefined();
      bao.bao(["kv", "put", "secret/talos/given", "talosconfig=-"], other);
      expect((await run(...words.split(" "))).code).toBe(5);
      expect(field("secret/talos/given")).toBe(other);
    });

    test("the store itself refuses what another wrote between reading and writing", async () => {
      const path = "secret/talos/raced";
      bao.bao(["kv", "put", path, "talosconfig=first"]);
      const login = await hashicorpLogin(bao.env);
      if (!login.ok) throw new Error(login.error.message);
      const place = { kind: "vault", path, field: "talosconfig" } as const;
      const store = new HashicorpStore(login.value, place);
      await store.read();
      bao.bao(["kv", "put", path, "talosconfig=theirs"]);
      expect(await store.write(new TextEncoder().encode("ours"))).toMatchObject(
        {
          error: { code: "store-diverged" },
        },
      );
      expect(field(path)).toBe("theirs");
    });

    test("a server or a namespace that is another one is not asked", async () => {
      const elsewhere = { ...env(), BAO_ADDR: "http://127.0.0.1:1" };
      const { code, stderr } = await machine.run(["pull", "lab"], {
        env: elsewhere,
      });
      expect(stderr).toContain("VAULT_ADDR names http://127.0.0.1:1");
      expect(code).toBe(1);
      const team = { ...env(), BAO_NAMESPACE: "/teamb/" };
      const within = await machine.run(["pull", "lab"], { env: team });
      expect(within.stderr).toContain("is of no namespace");
      expect(within.stderr).toContain("VAULT_NAMESPACE names teamb.");
      expect(within.code).toBe(1);
      const far = { ...env(), BAO_ADDR: "http://192.0.2.1:8200" };
      const plain = await machine.run(["import", "vault:secret/a"], {
        env: far,
      });
      expect(plain.stderr).toContain("is not asked: without TLS");
    });
  });
});

const identity = readFileSync(
  join(import.meta.dirname, "../../vectors/sops/identity.txt"),
  "utf8",
);

describeWithKeyring("a file of SOPS as a place for contexts", () => {
  let machine: Machine;
  let env: NodeJS.ProcessEnv;
  const run = (...args: readonly string[]) => machine.run(args, { env });
  beforeAll(async () => {
    machine = await Machine.with(text);
    env = { SOPS_AGE_KEY_FILE: machine.file("keys.txt", identity) };
  });
  afterAll(() => machine.stop());

  test("without a rule or a recipient nothing is written", async () => {
    const { code, stderr } = await run("push", "lab", "sops:lab.sops.yaml");
    expect(stderr).toContain("Nothing says to whom");
    expect(code).toBe(2);
  });

  describe("by the rules of its repository", () => {
    test("it is made, known, changed elsewhere and pulled", async () => {
      const recipient =
        "age1w50paqrs46dy8455wygkl9v9pfzkxwse7yeas9fg4t28qxtny3rss84muz";
      machine.file(
        ".sops.yaml",
        `creation_rules:\n  - path_regex: other\n    pgp: A\n  - path_regex: \\.sops\\.yaml$\n    age: ${recipient}\n`,
      );
      const pushed = await run("push", "lab", "sops:lab.sops.yaml", "--json");
      expect(pushed.code).toBe(0);
      expect(pushed.stderr).toContain(` is encrypted to ${recipient}, as `);
      expect(JSON.parse(pushed.stdout)).toMatchObject({
        recipients: [recipient],
        rules: expect.stringMatching(/\/\.sops\.yaml$/) as string,
      });
      const sealed = machine.read("lab.sops.yaml");
      expect(sealed).toMatch(/ca: ENC\[/);
      expect(sealed).toContain(recipient);
      const [, key = ""] = /key: (\S+)/.exec(text) ?? [];
      expect(key).toMatch(/^LS0t/);
      expect(sealed).not.toContain(key);
      await run("set", "lab", "--nodes", "192.0.2.7");
      expect((await run("push", "lab", "sops:lab.sops.yaml")).code).toBe(0);
      machine.file("lab.sops.yaml", sealed);
      const refused = await run("push", "lab", "sops:lab.sops.yaml");
      expect(refused.code).toBe(5);
      const { code, stderr } = await run("pull", "lab");
      expect(stderr).toContain("nodes: 192.0.2.7 → none");
      expect(code).toBe(0);
    });

    test("what was made for a place is not pulled unasked, and a dry run of it asks nobody", async () => {
      const authority = new TestAuthority();
      const { crt, key } = authority.pair;
      const config = contextOf(crt, authority.client());
      authority.dispose();
      const contexts = new Map([["own", config]]);
      machine.file("own.yaml", emitTalosconfig({ context: "own", contexts }));
      const ca = `certs:\n    os:\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`;
      machine.file("ca.yaml", ca);
      await run("import", "own.yaml");
      const own = await run("push", "own", "sops:own.sops.yaml", "--yes");
      expect(own.code).toBe(0);
      const admin = machine.read("own.sops.yaml");
      const words =
        "push own sops:made.sops.yaml --roles os:reader --authority ca.yaml";
      const made = await run(...words.split(" "));
      expect(made.stderr).toContain("Made os:reader for own");
      machine.file("own.sops.yaml", machine.read("made.sops.yaml"));
      await run("origins", "--check");
      const before = machine.snapshot();
      const pulled = await run("pull", "own");
      expect(pulled.stderr).toMatch(/was\s+made\s+here\s+for\s+that\s+place/);
      expect(pulled.code).toBe(5);
      expect(machine.snapshot()).toEqual(before);
      machine.file("own.sops.yaml", admin);
      const there = words.replace("made", "own");
      const over = await run(...there.split(" "));
      expect(over.stderr).toMatch(/does\s+not\s+come\s+from/);
      expect(over.code).toBe(0);
      await run("set", "own", "--consent", "always");
      for (const options of [words, "push own sops:new.sops.yaml"])
        expect(await run(...options.split(" "), "--dry-run")).toMatchObject({
          code: 0,
        });
    });

    test("without its key it is neither read nor replaced", async () => {
      const sealed = machine.read("lab.sops.yaml");
      const { code, stderr } = await machine.run([
        "push",
        "lab",
        "sops:lab.sops.yaml",
      ]);
      expect(stderr).toContain("SOPS_AGE_KEY_FILE");
      expect(code).toBe(3);
      expect(machine.read("lab.sops.yaml")).toBe(sealed);
    });
  });
});
