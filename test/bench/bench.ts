// Measures what README and docs/performance.md say about speed: medians, and ratios to a baseline taken in
// the same run, alternating, so that a busy machine slows both. Nothing here decides a test.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { startKeyring } from "../doubles/keyring.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { benchAudit } from "./audit.ts";
import { benchCluster } from "./cluster.ts";
import { benchLongList, benchStart } from "./executable.ts";
import { benchFollowing, benchGateway } from "./gateway.ts";
import { benchIssuing } from "./issuing.ts";
import { benchLargeVault } from "./large-vault.ts";
import { milliseconds, race } from "./race.ts";
import { benchStores } from "./stores.ts";
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

async function benchLists(): Promise<void> {
  const ten = vaultOf("ten");
  vault(["init"], ten);
  vault(["import", "-"], ten, makeTalosconfig(10));
  const many = vaultOf("many");
  vault(["init"], many);
  vault(["import", "-"], many, makeTalosconfig(10_000));
  const list = (count: string, env: Environment) => ({
    name: `talos-vault list, ${count} contexts`,
    command: [process.execPath, program, "list"],
    env,
  });
  const [ofTen = 0, ofMany = 0] = race(
    "list",
    [list("10", ten), list("10,000", many)],
    5,
  );
  console.log(
    `  allowed: 2 x ${ofTen.toFixed(0)} + 1000 ms = ${(2 * ofTen + 1000).toFixed(0)} ms; taken: ${ofMany.toFixed(0)} ms`,
  );
  benchLongList(root, many, 10_000);
}

function benchImport(): void {
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

/** `npm run bench -- start lists` runs those two. */
const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  start: () => benchStart(root, folder, vaultOf("small"), vault),
  lists: benchLists,
  import: benchImport,
  large: () => benchLargeVault(root, folder, environment),
  issuing: benchIssuing,
  audit: () => benchAudit(folder),
  cluster: () => benchCluster(root, vaultOf("cluster"), vault),
  gateway: () => benchGateway(root, vaultOf("gateway"), vault),
  following: () => benchFollowing(root, vaultOf("following"), vault),
  stores: () => benchStores(root, folder, vaultOf("stores"), vault),
  window: benchWindow,
};

try {
  if (!existsSync(program)) throw new Error("build first: npm run build");
  const [cpu] = cpus();
  console.log(
    `${cpu?.model ?? "?"}, ${String(cpus().length)} cores, Node ${process.version}; load before: ${loadavg()[0]?.toFixed(1) ?? "?"}`,
  );
  const asked = process.argv.slice(2);
  for (const [name, part] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) await part();
} finally {
  await keyring.stop();
  rmSync(folder, { recursive: true, force: true });
}
