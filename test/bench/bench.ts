// Measures what README and docs/performance.md say about speed: medians, and ratios to a baseline taken in
// the same run, alternating, so that a busy machine slows both. Nothing here decides a test.
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { startKeyring } from "../doubles/keyring.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { benchCluster } from "./cluster.ts";
import { benchIssuing } from "./issuing.ts";
import { benchLargeVault } from "./large-vault.ts";
import { milliseconds, race, type Contender } from "./race.ts";
import { benchWindow } from "./window.ts";

const root = new URL("../..", import.meta.url).pathname;
const program = join(root, ".vite/cli/talos-vault.cjs");
const folder = mkdtempSync(join(tmpdir(), "talos-vault-bench-"));
const keyring = await startKeyring("unlocked");
const environment = {
  ...process.env,
  ...keyring.environment,
  HOME: folder,
  XDG_CACHE_HOME: join(folder, "cache"),
  // The contexts' addresses are nobody's.
  TALOS_VAULT_OFFLINE: "1",
};

type Environment = NodeJS.ProcessEnv;

function vaultOf(name: string): Environment {
  return { ...environment, TALOS_VAULT_HOME: join(folder, name) };
}

function vault(
  args: readonly string[],
  env: Environment,
  input?: string,
): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...args],
    {
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      ...(input === undefined ? {} : { input }),
    },
  );
  if (status !== 0) throw new Error(`talos-vault ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function isOnPath(name: string): boolean {
  return (
    spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" })
      .status === 0
  );
}

/** The neighbours that this machine has, each doing its own smallest job. */
function neighbours(): Contender[] {
  const env = { ...environment };
  const found: Contender[] = [];
  if (isOnPath("sops") && isOnPath("age-keygen")) {
    const key = join(folder, "sops-key.txt");
    spawnSync("age-keygen", ["-o", key]);
    const recipient =
      /public key: (\S+)/.exec(readFileSync(key, "utf8"))?.[1] ?? "";
    const file = join(folder, "secret.yaml");
    writeFileSync(file, "key: value\n");
    spawnSync("sops", ["encrypt", "-i", "--age", recipient, file]);
    const sopsEnv = { ...env, SOPS_AGE_KEY_FILE: key };
    found.push({
      name: "sops exec-file",
      command: ["sops", "exec-file", file, "true"],
      env: sopsEnv,
    });
  }
  if (isOnPath("aws-vault"))
    found.push({
      name: "aws-vault exec --no-session",
      command: ["aws-vault", "exec", "--no-session", "bench", "--", "true"],
      env,
    });
  if (isOnPath("kubie"))
    found.push({
      name: "kubie exec",
      command: ["kubie", "exec", "bench", "default", "true"],
      env,
    });
  for (const name of ["sops", "aws-vault", "kubie"])
    if (!isOnPath(name))
      console.log(`  (${name} is not on PATH: not measured)`);
  return found;
}

/** Peak resident memory of the waiting `exec`, read while its command runs. */
async function memoryOfExec(env: Environment): Promise<void> {
  const child = spawn(
    process.execPath,
    [program, "exec", "context-1", "--", "sleep", "2"],
    {
      env,
      stdio: "ignore",
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const status = readFileSync(`/proc/${String(child.pid)}/status`, "utf8");
  await new Promise((resolve) => child.once("exit", resolve));
  const figure = (key: string) =>
    (
      Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    ).toFixed(1);
  console.log(`\nmemory of exec while its command runs`);
  console.log(`  now ${figure("VmRSS")} MiB, peak ${figure("VmHWM")} MiB`);
}

async function bench(): Promise<void> {
  if (!existsSync(program)) throw new Error("build first: npm run build");
  const [cpu] = cpus();
  console.log(
    `${cpu?.model ?? "?"}, ${String(cpus().length)} cores, Node ${process.version}`,
  );
  const bare = {
    name: "node -e 0",
    command: [process.execPath, "-e", "0"],
    env: environment,
  };
  const talosVault = (
    name: string,
    args: readonly string[],
    env: Environment,
  ) => ({
    name: `talos-vault ${name}`,
    command: [process.execPath, program, ...args],
    env,
  });
  const small = vaultOf("small");
  vault(["init"], small);
  vault(["import", "-"], small, makeTalosconfig(20));
  const exec = ["exec", "context-1", "--", "true"];
  race("exec, keychain slot, 20 contexts", [
    bare,
    talosVault("exec", exec, small),
    ...neighbours(),
  ]);
  vault(["unlock"], small);
  race("exec, after unlock", [bare, talosVault("exec", exec, small)]);
  await memoryOfExec(small);
  vault(["lock"], small);

  const ten = vaultOf("ten");
  vault(["init"], ten);
  vault(["import", "-"], ten, makeTalosconfig(10));
  const many = vaultOf("many");
  vault(["init"], many);
  vault(["import", "-"], many, makeTalosconfig(10_000));
  const [ofTen = 0, ofMany = 0] = race(
    "list",
    [
      talosVault("list, 10 contexts", ["list"], ten),
      talosVault("list, 10,000 contexts", ["list"], many),
    ],
    5,
  );
  console.log(
    `  allowed: 2 x ${ofTen.toFixed(0)} + 1000 ms = ${(2 * ofTen + 1000).toFixed(0)} ms; taken: ${ofMany.toFixed(0)} ms`,
  );

  const empty = vaultOf("thousand");
  vault(["init"], empty);
  const thousand = join(folder, "thousand.yaml");
  writeFileSync(thousand, makeTalosconfig(1000), { mode: 0o600 });
  const time = milliseconds(
    [process.execPath, program, "import", thousand],
    empty,
  );
  console.log(
    `\nimport of 1,000 contexts in one write\n  ${time.toFixed(0)} ms`,
  );
}

try {
  await bench();
  benchLargeVault(root, folder, environment);
  benchIssuing();
  await benchCluster(program, vaultOf("cluster"), vault);
  await benchWindow();
} finally {
  await keyring.stop();
  rmSync(folder, { recursive: true, force: true });
}
