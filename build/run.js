// Runs the project's scripts from a fresh clone: installs when the lock file changed, then hands over to
// the pinned Node. Plain JavaScript, because it starts on whatever Node the machine has.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".installed-from");
const oldestNode = 24;

const vitest = ["vitest", "run", "--config", "build/vitest.config.ts"];
const generate = ["buf", "generate", "--template", "build/buf.gen.yaml"];
const build = [
  generate,
  ["vite", "build", "--config", "build/vite.cli.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.renderer.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.main.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.preload.ts", "--logLevel", "warn"],
];

/** @type {Record<string, string[][]>} Each script as the commands it runs, in order. */
const scripts = {
  start: [...build, ["node", "build/start.js"]],
  build,
  test: [...build, vitest],
  check: [
    generate,
    ["tsc", "-b"],
    [
      "oxlint",
      "--type-aware",
      "--deny-warnings",
      "shared",
      "cli",
      "electron",
      "renderer",
      "build",
      "test",
    ],
    ["prettier", "--check", "--log-level", "warn", "."],
    ["knip"],
    [...vitest, "test/architecture.test.ts"],
  ],
  package: [...build, ["electron-forge", "package"]],
  dist: [...build, ["electron-forge", "make"]],
  bench: [...build, ["node", "test/bench/bench.ts"]],
};

function lockFingerprint() {
  const hash = createHash("sha256");
  for (const file of [
    "package-lock.json",
    "package.json",
    "build/node/package.json",
  ])
    hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** Installs exactly what the lock file says, and only when it says something new. */
function install() {
  const wanted = lockFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  run(["npm", "ci"], { ...process.env });
  writeFileSync(stamp, wanted);
}

/** The environment in which `node` is the pinned one. */
function pinnedEnvironment() {
  const environment = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
  };
  const found = spawnSync("node", ["--version"], {
    env: environment,
    encoding: "utf8",
  });
  const major = Number(/^v(\d+)\./.exec(found.stdout ?? "")?.[1] ?? 0);
  if (major >= oldestNode) return environment;
  console.error(
    `Node ${oldestNode} or newer is needed here, and npm has no build of it for this machine.`,
  );
  console.error(
    `Install Node ${oldestNode} (https://nodejs.org) and run the same command again.`,
  );
  process.exit(1);
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function run([program, ...args], env) {
  const { status, error, signal } = spawnSync(String(program), args, {
    cwd: root,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal ? 130 : 1));
}

const [name = "", ...rest] = process.argv.slice(2);
const commands = scripts[name];
if (!commands) {
  console.error(`usage: node build/run.js ${Object.keys(scripts).join("|")}`);
  process.exit(2);
}
install();
const environment = pinnedEnvironment();
commands.forEach((command, index) =>
  run(
    index === commands.length - 1 ? [...command, ...rest] : command,
    environment,
  ),
);
