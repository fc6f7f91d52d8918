// Runs the project's scripts from a fresh clone: installs when the lock file changed, then hands over to
// the pinned Node. Plain JavaScript, because it starts on whatever Node the machine has.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const oldestNode = 24;

const vitest = ["vitest", "run", "--config", "build/vitest.config.ts"];
const generate = ["build/buf.gen.yaml", "build/buf.gateway.yaml"].map(
  (template) => ["buf", "generate", "--template", template],
);
const library = [
  ["vite", "build", "--config", "build/vite.library.ts", "--logLevel", "warn"],
  ["node", "build/library-types.ts"],
];
const product = [
  ...generate,
  ["vite", "build", "--config", "build/vite.cli.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.parser.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.renderer.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.main.ts", "--logLevel", "warn"],
  ["vite", "build", "--config", "build/vite.preload.ts", "--logLevel", "warn"],
  ["node", "build/standalone.ts"],
];
const build = [...product, ...library];

/** @type {Record<string, string[][]>} Each script as the commands it runs, in order. */
const scripts = {
  start: [...product, ["node", "build/start.js"]],
  build,
  test: [...build, vitest],
  check: [
    ...generate,
    ["tsc", "-b"],
    [
      "oxlint",
      "--type-aware",
      "--deny-warnings",
      "shared",
      "cli",
      "library",
      "electron",
      "renderer",
      "build",
      "test",
    ],
    ["prettier", "--check", "--log-level", "warn", "."],
    ["knip"],
    [...vitest, "test/architecture"],
  ],
  package: [...product, ["electron-forge", "package"]],
  dist: [...build, ["node", "build/packages/dist.ts"]],
  bench: [...product, ["node", "test/bench/bench.ts"]],
  fuzz: [...generate, ["node", "test/fuzz/fuzz.ts"]],
};

/**
 * @typedef {Record<"dependencies" | "devDependencies" | "optionalDependencies", unknown>} Manifest a package.json,
 *   or what a lock file says of it
 * @typedef {Manifest & { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Locked
 */

/**
 * @param {...string} path below the root of the project
 * @returns {unknown}
 */
const readJson = (...path) =>
  JSON.parse(readFileSync(join(root, ...path), "utf8"));

/**
 * @param {...string} path of a lock file
 * @returns {Map<string, Locked>} what it says of each package, by its folder
 */
function readLock(...path) {
  const lock = /** @type {{ packages: Record<string, Locked> }} */ (
    readJson(...path)
  );
  return new Map(Object.entries(lock.packages));
}

/** @param {Manifest | undefined} manifest */
const asksFor = (manifest) =>
  JSON.stringify([
    manifest?.dependencies,
    manifest?.devDependencies,
    manifest?.optionalDependencies,
  ]);

/**
 * Whether all that the lock file says is installed, by npm's own note of what it installed, so that `npm ci` by
 * hand counts too. What npm leaves out where it does not fit the machine proves nothing.
 */
function isInstalled() {
  if (!existsSync(join(root, "node_modules", ".package-lock.json")))
    return false;
  const wanted = readLock("package-lock.json");
  const present = readLock("node_modules", ".package-lock.json");
  for (const folder of ["", "build/bun", "build/node"]) {
    const manifest = /** @type {Manifest} */ (readJson(folder, "package.json"));
    if (asksFor(manifest) !== asksFor(wanted.get(folder))) return false;
  }
  return [...wanted].every(
    ([folder, { version, integrity, optional, devOptional, peer }]) =>
      !folder.startsWith("node_modules/") ||
      optional ||
      devOptional ||
      peer ||
      (present.get(folder)?.version === version &&
        present.get(folder)?.integrity === integrity),
  );
}

/** Installs exactly what the lock file says, and only when it says something new. */
function install() {
  if (isInstalled()) return;
  say("Installing what package-lock.json names (npm ci); a minute or more.");
  run(["npm", "ci"], { ...process.env });
}

/**
 * What takes its time without a word of its own.
 *
 * @param {string} text
 */
function say(text) {
  console.error(`talos-vault: ${text}`);
}

/** @type {Record<string, string>} What a configuration of Vite builds. */
const parts = {
  "build/vite.cli.ts": "the command line",
  "build/vite.parser.ts": "the reader of files",
  "build/vite.renderer.ts": "the page",
  "build/vite.main.ts": "the app",
  "build/vite.preload.ts": "the app's bridge to its page",
  "build/vite.library.ts": "the library",
};

/** @param {string[]} command */
function sayWhatIsBuilt(command) {
  const part = command.map((word) => parts[word]).find(Boolean);
  if (part) say(`Building ${part} …`);
  if (command.includes("build/standalone.ts"))
    say("Building the one executable …");
}

/**
 * The folders where npm may have put the pinned Node. Its package is looked at itself, because npm up to 10 removes
 * `.bin/node` again: the packages of all platforms ask for that one link, and those that do not fit take it with them.
 */
function pinnedNodes() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = `node-${platform}-${process.arch}`;
  return [
    join(root, "node_modules", folder, "bin"),
    join(root, "build", "node", "node_modules", folder, "bin"),
  ];
}

/** The environment in which `node` is the pinned one, or the machine's own where that is new enough. */
function newEnoughEnvironment() {
  const path = process.env["PATH"] ?? "";
  for (const folder of [...pinnedNodes(), bin]) {
    const environment = {
      ...process.env,
      PATH: [folder, bin, path].join(delimiter),
    };
    if (majorOfNode(environment) >= oldestNode) return environment;
  }
  console.error(
    `Node ${oldestNode} or newer is needed here, and npm has no build of it for this machine.`,
  );
  console.error(
    `Install Node ${oldestNode} (https://nodejs.org) and run the same command again.`,
  );
  process.exit(1);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {number} 0 where `node` does not start at all
 */
function majorOfNode(env) {
  const found = spawnSync("node", ["--version"], { env, encoding: "utf8" });
  return Number(/^v(\d+)\./.exec(found.stdout ?? "")?.[1] ?? 0);
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
const environment = newEnoughEnvironment();
commands.forEach((command, index) => {
  sayWhatIsBuilt(command);
  run(
    index === commands.length - 1 ? [...command, ...rest] : command,
    environment,
  );
});
