import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startProdCluster,
  type ProdCluster,
} from "../cli/clusters/prod-cluster.ts";
import { online, type Machine, type Outcome } from "../cli/harness.ts";
import { QuestionFolder } from "../../shared/node/consent/question-folder.ts";
import { describeWithShared, sharedPath } from "../shared-material.ts";

const root = resolve(import.meta.dirname, "../..");
const patience = { timeout: 10_000, interval: 50 };

describeWithShared(
  "the package as a library of programs",
  ["tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let stop: ProdCluster["stop"];

    beforeAll(async () => {
      ({ machine, stop } = await startProdCluster());
      await machine.run(["set", "prod", "--consent", "never"]);
      // As npm would put it there, without its registry.
      const modules = join(machine.folder, "node_modules");
      mkdirSync(join(modules, "talos-vault"), { recursive: true });
      const [packed] = JSON.parse(
        execFileSync(
          "npm",
          ["pack", "--json", "--ignore-scripts", "--pack-destination", modules],
          { cwd: root, encoding: "utf8" },
        ),
      ) as [{ filename: string }];
      const tar = `-xzf ${packed.filename} --strip-components=1 -C talos-vault`;
      execFileSync("tar", tar.split(" "), { cwd: modules });
      symlinkSync(join(root, "node_modules/keytar"), join(modules, "keytar"));
      mkdirSync(join(modules, "@types"));
      symlinkSync(
        join(root, "node_modules/@types/node"),
        join(modules, "@types/node"),
      );
      machine.file("package.json", '{"type":"module"}');
      copyFileSync(
        join(root, "docs/examples/version-of-nodes.ts"),
        join(machine.folder, "example.ts"),
      );
    });
    afterAll(() => stop());

    const run = (
      text: string,
      env: NodeJS.ProcessEnv = {},
    ): Promise<Outcome> => {
      writeFileSync(join(machine.folder, "program.ts"), text);
      return machine.command([process.execPath, "program.ts"], {
        env: { ...online, ...env },
      });
    };

    test("a program with strict types compiles, and no type of ours is missing", () => {
      machine.file(
        "tsconfig.json",
        JSON.stringify({
          compilerOptions: {
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: false,
            module: "nodenext",
            target: "es2023",
            lib: ["es2023"],
            types: ["node"],
            noEmit: true,
          },
          files: ["example.ts"],
        }),
      );
      const tsc = join(root, "node_modules/.bin/tsc");
      expect(
        execFileSync(tsc, ["-p", machine.folder], { encoding: "utf8" }),
      ).toBe("");
    });

    test("the example asks a node with a credential that was lent", async () => {
      const { stdout, stderr, code } = await machine.command(
        [process.execPath, "example.ts", "prod", "nope"],
        { env: online },
      );
      expect(stdout).toMatch(/^prod: v1\.\d+\.\d+/);
      expect(stderr).toContain('The vault has no context "nope".');
      expect(code).toBe(1);
      expect(machine.sessionsLeft()).toEqual([]);
    });

    const session = (work: string) => `
import { existsSync, readFileSync } from "node:fs";
import { withSession } from "talos-vault";
let path = "";
await withSession("prod", { roles: ["os:reader"] }, async (session) => {
  path = session.talosconfig;
  ${work}
}).catch((error) => console.log(error.message));
console.log(existsSync(path));`;

    test.each([
      [
        "work that is done",
        'console.log(readFileSync(path, "utf8").split("\\n")[0]);',
        "context: prod\nfalse\n",
      ],
      ["work that fails", 'throw new Error("no");', "no\nfalse\n"],
      ["a program that ends within", "process.exit();", ""],
      ["a program that is killed", 'process.kill(process.pid, "SIGKILL");', ""],
    ])("%s leaves nothing", async (_, work, said) => {
      const { stdout } = await run(session(work));
      expect(stdout).toBe(said);
      await machine.sessionsGone();
    });

    test("work that waits for nothing but the session's end hears of it", async () => {
      const { stdout, code } = await run(`
import { withSession } from "talos-vault";
await withSession("prod", { ttlSeconds: 1 }, ({ signal }) =>
  new Promise((resolve) => signal.addEventListener("abort", resolve)));
console.log("over");`);
      expect([stdout, code]).toEqual(["over\n", 0]);
    });

    test("a program gets what is documented, and nothing else", async () => {
      const { stdout } = await run(`
import * as vault from "talos-vault";
console.log(Object.keys(vault).join());`);
      expect(stdout).toBe(
        "TalosVaultError,issueCertificate,judgeAccess,listContexts,openVault,readTalosconfig,withSession,writeTalosconfig\n",
      );
    });

    test("many sessions at a time warn of nothing", async () => {
      const { stdout, stderr } = await run(`
import { withSession } from "talos-vault";
let begun = 0;
const { promise: all, resolve } = Promise.withResolvers();
const one = () => withSession("prod", {}, async () => {
  begun += 1;
  if (begun === 12) resolve();
  await all;
});
await Promise.all(Array.from({ length: 12 }, one));
console.log(begun);`);
      expect([stdout, stderr]).toEqual(["12\n", ""]);
      expect(machine.sessionsLeft()).toEqual([]);
    });

    test("a vault is listed, a talosconfig read and written, a certificate made, an access judged", async () => {
      const { stdout, stderr } = await run(
        `
import { issueCertificate, judgeAccess, listContexts, readTalosconfig, writeTalosconfig } from "talos-vault";
import { readFileSync } from "node:fs";
const [one] = await listContexts();
const text = readFileSync(process.env.PROD_CONFIG, "utf8");
const made = issueCertificate({ authority: readFileSync(process.env.SECRETS), roles: ["os:reader"], ttlSeconds: 60 });
console.log(JSON.stringify([
  one.name,
  writeTalosconfig(readTalosconfig(text)) === text,
  made.roles,
  judgeAccess(["os:reader"], "reboot").isAllowed,
  judgeAccess(["os:admin"], "reboot", "v1.12").isAllowed,
]));`,
        {
          PROD_CONFIG: sharedPath("fixtures/prod/talosconfig"),
          SECRETS: sharedPath("fixtures/prod/secrets.yaml"),
        },
      );
      expect([stdout, stderr]).toEqual([
        '["prod",true,["os:reader"],false,true]\n',
        "",
      ]);
    });

    test.each([
      ['listContexts({ home: "/nonexistent/vault" })', "vault-missing"],
      ['listContexts({ home: "vault" })', "usage"],
      [
        "withSession('prod', { ttlSeconds: 999999 }, async () => 0)",
        "context-invalid",
      ],
      [
        'Promise.resolve().then(() => readTalosconfig("- a"))',
        "talosconfig-invalid",
      ],
      ['Promise.resolve().then(() => judgeAccess([], "fly"))', "usage"],
      [
        'Promise.resolve().then(() => issueCertificate({ authority: "", roles: [], ttlSeconds: 1 }))',
        "credential-unusable",
      ],
    ])("%s fails by name", async (call, code) => {
      const { stdout } = await run(`
import * as vault from "talos-vault";
const { issueCertificate, judgeAccess, listContexts, readTalosconfig, withSession } = vault;
await ${call}.catch((error) => console.log(error instanceof vault.TalosVaultError, error.code, error.next.length > 0));`);
      expect(stdout).toBe(`true ${code} true\n`);
    });

    test("a passphrase is asked for once, by a call and by a vault that is kept", async () => {
      const home = join(machine.folder, "other");
      const words = ["--passphrase-fd", "3", "init", "--no-keychain"];
      const env = { TALOS_VAULT_HOME: home };
      await machine.run(words, { env, descriptors: ["correct horse"] });
      const { stdout } = await run(`
import { openVault, withSession } from "talos-vault";
let asked = 0;
const home = ${JSON.stringify(home)};
const vault = { home, passphrase: async () => { asked += 1; return "correct horse"; } };
const session = withSession("nope", { vault }, async () => 0);
await session.catch((error) => console.log(error.code, asked));
const kept = await openVault(vault);
console.log((await kept.listContexts()).length, asked);`);
      expect(stdout).toBe("context-missing 1\n0 2\n");
    });

    test("a program in the session of an agent gets nothing of the vault", async () => {
      machine.file(
        "program.ts",
        `
import { listContexts, openVault, withSession } from "talos-vault";
const another = ${JSON.stringify(join(machine.folder, "another"))};
for (const call of [listContexts, openVault, () => openVault({ home: another }), () => withSession("prod", {}, async () => 0)])
  await call().catch((error) => console.log(error.code, error.message));`,
      );
      const { stdout } = await machine.run(
        ["exec", "prod", "--agent", "robot", "--", process.execPath, "program.ts"], // prettier-ignore
        { env: online },
      );
      const line =
        'declined This runs in the session of the agent "robot", where the command line answers about that session alone.\n';
      expect(stdout).toBe(line.repeat(4));
    });

    test("a gateway leaves the flags of its program alone", async () => {
      await machine.run(["set", "prod", "--production"]);
      const { stdout } = await run(`
import { syncBuiltinESMExports } from "node:module";
import v8 from "node:v8";
const flags = [];
v8.setFlagsFromString = (flag) => flags.push(flag);
syncBuiltinESMExports();
const { withSession } = await import("talos-vault");
await withSession("prod", {}, async ({ endpoints }) => console.log(/^127/.test(endpoints[0]), flags.length));`);
      expect(stdout).toBe("true 0\n");
      await machine.run(["set", "prod", "--no-production"]);
    });

    test("a person is asked where the context says so, who is not the program", async () => {
      await machine.run(["set", "prod", "--consent", "always"]);
      const folder = new QuestionFolder(machine.home);
      const ran = run(`
import { withSession } from "talos-vault";
await withSession("prod", { roles: ["os:admin"], reason: "disk", confirm: "prod" }, async () => console.log("lent"))
  .catch((error) => console.log(error.code));`);
      const waiting = () => folder.waiting(new Date());
      await expect.poll(() => waiting().length, patience).toBe(1);
      const [question] = waiting();
      if (!question) throw new Error("it was there");
      await folder.answer(question, {
        answer: "denied",
        answeredBy: "terminal",
        answeredAt: new Date().toISOString(),
      });
      expect((await ran).stdout).toBe("declined\n");
    });

    test("a locked keychain is an error, and nobody is asked", async () => {
      await machine.keyring.restart("locked");
      const { stdout, stderr } = await run(`
import { listContexts } from "talos-vault";
await listContexts().catch((error) => console.log(error.code));
await listContexts({ passphrase: async () => "no" }).catch((error) => console.log(error.code));`);
      expect([stdout, stderr]).toEqual([
        "keychain-locked\nkeychain-locked\n",
        "",
      ]);
    });
  },
);
