import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  foundInFile,
  keyCanaries,
  type Canary,
} from "../../doubles/canaries.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";
import {
  filesBelow,
  isStandalone,
  online,
  program,
  runtime,
  type Machine,
} from "../harness.ts";

const talosconfig = sharedPath("fixtures/prod/talosconfig");

/** What is left of the table, all at once: none of it changes anything here. */
const harmless: NodeJS.ProcessEnv = {
  BUN_JSC_useJIT: "1",
  BUN_DEBUG_QUIET_LOGS: "1",
  BUN_TRACE: "0",
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
  BUN_GARBAGE_COLLECTOR_LEVEL: "1",
  NODE_NO_WARNINGS: "1",
  NODE_DISABLE_COMPILE_CACHE: "1",
  NODE_COMPILE_CACHE_PORTABLE: "1",
  NODE_PATH: "/nowhere",
  NODE_PRESERVE_SYMLINKS: "1",
  NODE_DISABLE_COLORS: "1",
  NODE_SKIP_PLATFORM_CHECK: "1",
  NODE_PENDING_PIPE_INSTANCES: "4",
  OPENSSL_CONF: "/dev/null",
  OPENSSL_MODULES: "/nowhere",
  FORCE_COLOR: "3",
  NO_COLOR: "1",
  TZ: "Pacific/Kiritimati",
  UV_THREADPOOL_SIZE: "1",
  UV_USE_IO_URING: "0",
  LD_LIBRARY_PATH: "/nowhere",
  ELECTRON_RUN_AS_NODE: "1",
  ELECTRON_NO_ASAR: "1",
  ELECTRON_OVERRIDE_DIST_PATH: "/nowhere",
  ELECTRON_ENABLE_LOGGING: "1",
  ELECTRON_LOG_FILE: "/nowhere",
  CHROME_LOG_FILE: "/nowhere",
  ELECTRON_ENABLE_STACK_DUMPING: "1",
  GOOGLE_API_KEY: "x",
  GOOGLE_DEFAULT_CLIENT_ID: "x",
  GOOGLE_DEFAULT_CLIENT_SECRET: "x",
  CHROME_DEVEL_SANDBOX: "/nowhere",
  GTK_MODULES: "nothing",
  GTK_PATH: "/nowhere",
  GIO_EXTRA_MODULES: "/nowhere",
  LIBVA_DRIVERS_PATH: "/nowhere",
};

/** They act before any code of ours, and are the person's own choice. */
const beforeOurCode: NodeJS.ProcessEnv = {
  LD_AUDIT: "/nowhere",
  LD_PRELOAD: "/nowhere",
  NODE_ICU_DATA: "/nowhere",
};

test("each variable of the table is tried", () => {
  const read = (...names: string[]) =>
    readFileSync(join(import.meta.dirname, ...names), "utf8");
  const decision = read("../../../docs/decisions/0043-what-a-process-inherits-and-leaves.md"); // prettier-ignore
  const trials = read("environment.test.ts") + read("../../e2e/processes.test.ts"); // prettier-ignore
  const names = decision
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((row) => row.split("|")[1]?.match(/[A-Z][A-Z0-9_]{6,}/g) ?? []);
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => !trials.includes(name))).toEqual([]);
});

/** docs/decisions/0043 has the table that these are from. */
describeWithShared(
  "variables of the runtime",
  ["tools/talos-node", "fixtures/prod/talosconfig"],
  () => {
    let machine: Machine;
    let stop: ProdCluster["stop"];
    let canaries: readonly Canary[];
    const written = () => join(machine.folder, "written");

    beforeAll(async () => {
      const cluster = await startProdCluster();
      ({ machine, stop } = cluster);
      canaries = keyCanaries(readFileSync(talosconfig, "utf8"));
      expect(canaries).not.toEqual([]);
      // A context of another CA that dials the same server.
      const stranger = makeTalosconfig(1).replaceAll("context-1", "stranger");
      await machine.run(["import", "-"], { input: stranger });
      const endpoint = ["--endpoints", cluster.node.endpoint];
      await machine.run(["set", "stranger", ...endpoint]);
    });

    afterAll(() => stop());

    beforeEach(() => {
      rmSync(written(), { recursive: true, force: true });
      mkdirSync(written());
    });

    async function ping(name: string, env: NodeJS.ProcessEnv) {
      const ran = await machine.run(["ping", name, "--json"], {
        env: { ...online, ...env },
      });
      const { endpoints } = JSON.parse(ran.stdout) as {
        endpoints: { verdict: { code: string } }[];
      };
      return { ...ran, verdict: endpoints[0]?.verdict.code };
    }

    test.each([
      ["NODE_OPTIONS", "--inspect=127.0.0.1:0"],
      ["NODE_OPTIONS", "--no-warnings --heapsnapshot_signal=SIGUSR2"],
      ["NODE_OPTIONS", "--tls-keylog=written/keys"],
      ["NODE_OPTIONS", "--heap-prof"],
      ["BUN_OPTIONS", "--inspect=127.0.0.1:0"],
      ["BUN_INSPECT", "ws://127.0.0.1:0/x"],
      ["BUN_INSPECT_NOTIFY", "unix:///nowhere"],
      ["BUN_INSPECT_CONNECT_TO", "ws://127.0.0.1:1/x"],
      ["BUN_ENABLE_CRASH_REPORTING", "1"],
      ["BUN_CRASH_REPORT_URL", "http://127.0.0.1:1"],
    ])(
      "refused: %s=%s opens our memory to others, or tells them of us",
      async (name, value) => {
        const env = { [name]: value, ...online };
        for (const verb of ["list", "exec prod -- true", "ping prod"]) {
          const ran = await machine.run(verb.split(" "), {
            env,
            cwd: written(),
          });
          expect({ verb, code: ran.code }).toEqual({ verb, code: 2 });
          expect(ran.stderr).toContain(`env -u ${name} talos-vault`);
        }
        // A shell that evaluates it is told, too.
        const evaluated = await machine.run(["env", "prod"], { env });
        expect(evaluated.stdout).toContain("false");
        for (const path of filesBelow(written()))
          expect(foundInFile(path, canaries)).toEqual([]);
      },
    );

    test("harmless: what writes files or says more puts no key there, and no key of TLS anywhere", async () => {
      const at = (name: string) => join(written(), name);
      const ran = await ping("prod", {
        SSLKEYLOGFILE: at("tls"),
        NODE_DEBUG: "*",
        NODE_DEBUG_NATIVE: "*",
        NODE_PENDING_DEPRECATION: "1",
        NODE_REDIRECT_WARNINGS: at("warnings"),
        NODE_V8_COVERAGE: at("coverage"),
        NODE_COMPILE_CACHE: at("cache"),
        NODE_REPL_EXTERNAL_MODULE: at("repl.cjs"),
        NODE_REPL_HISTORY: at("history"),
        NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${at("profile")}`,
        BUN_CONFIG_VERBOSE_FETCH: "curl",
        MALLOC_TRACE: at("malloc"),
        LD_DEBUG: "libs",
        LD_DEBUG_OUTPUT: at("loader"),
        LD_PROFILE: "libc.so.6",
        LD_PROFILE_OUTPUT: written(),
      });
      expect(ran).toMatchObject({ code: 0, verdict: "fine" });
      expect(existsSync(at("tls"))).toBe(false);
      const said = machine.file("said", ran.stdout + ran.stderr);
      if (process.platform === "linux")
        expect(readdirSync(written()).join(" ")).toContain("loader.");
      if (!isStandalone) {
        expect(ran.stderr).toContain("HTTP2");
        expect(readdirSync(written())).toContain("coverage");
      }
      for (const path of [said, ...filesBelow(written())])
        expect({ path, found: foundInFile(path, canaries) }).toEqual({
          path,
          found: [],
        });
    });

    test("harmless: none adds to the CAs that a context trusts", async () => {
      const base64 = /ca: (\S+)/.exec(readFileSync(talosconfig, "utf8"))?.[1];
      const pem = Buffer.from(base64 ?? "", "base64").toString("utf8");
      const ca = machine.file("ca.pem", pem);
      expect(pem).toContain("BEGIN CERTIFICATE");
      const plain = await ping("stranger", {});
      expect(plain).toMatchObject({ verdict: "other-ca" });
      const sets: readonly NodeJS.ProcessEnv[] = [
        {
          NODE_EXTRA_CA_CERTS: ca,
          NODE_TLS_REJECT_UNAUTHORIZED: "0",
          NODE_USE_SYSTEM_CA: "1",
        },
        {
          NODE_OPTIONS: "--use-openssl-ca",
          SSL_CERT_FILE: ca,
          SSL_CERT_DIR: machine.folder,
        },
      ];
      for (const env of sets) {
        const { verdict, code } = await ping("stranger", env);
        expect({ verdict, code }).toEqual({
          verdict: plain.verdict,
          code: plain.code,
        });
      }
    });

    test("harmless: a proxy is taken from HTTPS_PROXY alone, as talosctl does", async () => {
      let asked = 0;
      const proxy = createServer((socket) => {
        asked++;
        socket.destroy();
      }).listen(0, "127.0.0.1");
      await once(proxy, "listening");
      const { port } = proxy.address() as AddressInfo;
      const url = `http://127.0.0.1:${String(port)}`;
      const ran = await ping("prod", {
        NODE_USE_ENV_PROXY: "1",
        HTTP_PROXY: url,
        http_proxy: url,
        ALL_PROXY: url,
        all_proxy: url,
      });
      proxy.close();
      expect(ran).toMatchObject({ code: 0, verdict: "fine" });
      expect(asked).toBe(0);
    });

    test.runIf(isStandalone)(
      "BUN_BE_BUN: the one executable is a Bun then, and opens no vault",
      async () => {
        const env = { BUN_BE_BUN: "1" };
        const ran = await machine.run(["list", "--json"], { env });
        expect(ran.stdout).not.toContain("prod");
        expect(ran.code).not.toBe(0);
      },
    );

    test("harmless: what is left of the table changes nothing that is said, answered or given", async () => {
      const script =
        'for v in "list --json" "show prod --json" "can-i get members" "exec prod --nested -- sh -c \'wc -c <$TALOSCONFIG\'"; do eval "$TV $v"; echo "$?"; done';
      const run = async (env: NodeJS.ProcessEnv) => {
        const TV = `${runtime} ${program}`;
        const command = ["bash", "-c", script];
        const { stdout, stderr } = await machine.command(command, {
          env: { ...env, TV },
        });
        // A busy machine's keychain takes its time.
        const said = stderr.replaceAll(/^Waiting for the keychain .*\n/gm, "");
        return { stdout, stderr: said };
      };
      const plain = await run({});
      expect(plain.stdout).toContain('"prod"');
      expect(await run(harmless)).toEqual(plain);
      // Of these the system's loader says what it does not find.
      const { stdout } = await run(beforeOurCode);
      expect(stdout).toBe(plain.stdout);
    });

    const all: NodeJS.ProcessEnv = {
      NODE_OPTIONS: "--no-deprecation",
      NODE_V8_COVERAGE: "/tmp/tv-no-coverage",
      NODE_EXTRA_CA_CERTS: "/nowhere",
      NODE_TLS_REJECT_UNAUTHORIZED: "1",
      NODE_COMPILE_CACHE: "/tmp/tv-no-cache",
      BUN_CONFIG_VERBOSE_FETCH: "1",
      OPENSSL_CONF: "/dev/null",
      OPENSSL_MODULES: "/nowhere",
      SSLKEYLOGFILE: "/tmp/tv-no-keys",
      SSL_CERT_FILE: "/nowhere",
      SSL_CERT_DIR: "/nowhere",
      GCONV_PATH: "/nowhere",
      LD_DEBUG_OUTPUT: "/tmp/tv-no-debug",
      LD_PROFILE_OUTPUT: "/nowhere",
      MALLOC_ARENA_MAX: "2",
      MIMALLOC_VERBOSE: "0",
    };

    test("cleared: agent and holder start with none of them, and the command of exec with all", async () => {
      const script = `$TV unlock --for 1m >&2; eval "$($TV env stranger)"
        for p in $(pgrep -f -- '(agent|holder)[.]cjs|--as-(agent|holder)'); do
          grep -qz "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$" /proc/$p/environ || continue
          echo started; tr '\\0' '\\n' </proc/$p/environ | cut -d= -f1
        done
        $TV lock >&2; echo command; $TV exec stranger --nested -- env`;
      const { stdout, stderr } = await machine.command(["bash", "-c", script], {
        env: { ...all, TV: `${runtime} ${program}` },
      });
      const [before = "", command = ""] = stdout.split("command\n");
      const names = before.split("\n");
      expect(
        names.filter((line) => line === "started"),
        stderr,
      ).toHaveLength(2);
      expect(names.filter((name) => name in all)).toEqual([]);
      for (const [name, value] of Object.entries(all))
        expect(command).toContain(`${name}=${String(value)}\n`);
    });
  },
);
