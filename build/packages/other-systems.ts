// The command line for Windows and macOS, compiled here and tried by nobody: its files say so in their names.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { compileExecutable } from "../compile-executable.ts";

const root = resolve(import.meta.dirname, "../..");

interface System {
  /** As in the name of the archive. */
  readonly name: string;
  readonly os: "win32" | "darwin";
  readonly cpu: "x64" | "arm64";
  /** Bun's name of it, in `--target` and on npm. */
  readonly bun: string;
}

const systems: readonly System[] = [
  { name: "windows-x64", os: "win32", cpu: "x64", bun: "windows-x64-baseline" },
  { name: "macos-x64", os: "darwin", cpu: "x64", bun: "darwin-x64-baseline" },
  { name: "macos-arm64", os: "darwin", cpu: "arm64", bun: "darwin-aarch64" },
];

/**
 * Makes one zip for each in `folder`, named `name` and the system. Bun for them comes from npm the first time and is kept in
 * `work`; all files bear `seconds`. Throws the words of npm, Bun or zip.
 */
export function makeForOtherSystems(
  compiler: string,
  name: string,
  documents: readonly string[],
  { folder, work, seconds }: { folder: string; work: string; seconds: number },
): void {
  for (const system of systems) {
    const { os, cpu } = system;
    const isWindows = os === "win32";
    const fileName = isWindows ? "talos-vault.exe" : "talos-vault";
    const whole = `${name}-${system.name}-untested`;
    const place = join(work, whole);
    compileExecutable(
      compiler,
      {
        name: `${os}-${cpu}`,
        runtime: {
          target: `bun-${system.bun.replace("aarch64", "arm64")}`,
          path: runtimeOf(system, join(work, "bun", system.name)),
        },
        fileName,
      },
      place,
      join(work, `${whole}.json`),
    );
    for (const path of documents)
      copyFileSync(path, join(place, path.split("/").at(-1) ?? ""));
    zip(work, whole, join(folder, `${whole}.zip`), seconds);
    rmSync(place, { recursive: true });
  }
}

/** The path of another system's Bun, which `npm ci` leaves out here: what npm packs is what the lock file pins. */
function runtimeOf({ os, bun: name }: System, place: string): string {
  const program = join(
    place,
    "package/bin",
    os === "win32" ? "bun.exe" : "bun",
  );
  if (existsSync(program)) return program;
  mkdirSync(place, { recursive: true });
  const { version, integrity } = pinnedInLock(`@oven/bun-${name}`);
  run(place, "npm", ["pack", "--silent", `@oven/bun-${name}@${version}`]);
  const archive = readdirSync(place).find((one) => one.endsWith(".tgz")) ?? "";
  const hash = createHash("sha512").update(readFileSync(join(place, archive)));
  if (`sha512-${hash.digest("base64")}` !== integrity)
    throw new Error(`${archive} is not what package-lock.json pins`);
  run(place, "tar", ["-xzf", archive]);
  return program;
}

function pinnedInLock(name: string): {
  readonly version: string;
  readonly integrity: string;
} {
  const text = readFileSync(join(root, "package-lock.json"), "utf8");
  const { packages } = JSON.parse(text) as {
    readonly packages: Readonly<
      Record<string, { readonly version: string; readonly integrity: string }>
    >;
  };
  const found = packages[`node_modules/${name}`];
  if (found === undefined) throw new Error(`package-lock.json has no ${name}`);
  return found;
}

/** The same bytes for the same files: times are local in a zip, and its order is that of the words. */
function zip(
  work: string,
  name: string,
  target: string,
  seconds: number,
): void {
  const files = readdirSync(join(work, name))
    .toSorted()
    .map((file) => join(name, file));
  for (const file of files) utimesSync(join(work, file), seconds, seconds);
  run(work, "zip", ["-q", "-X", "-D", target, ...files], { TZ: "UTC" });
}

function run(
  cwd: string,
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): void {
  const { status, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
}
