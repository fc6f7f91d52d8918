import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** For whom it is compiled. */
export interface Machine {
  /** As keytar's folders are named: `win32-x64`. */
  readonly name: string;
  /** Another system's Bun, which the program is put into; null: the one that compiles. */
  readonly runtime: { readonly target: string; readonly path: string } | null;
  readonly fileName: string;
}

/** Nothing of the current folder is read at a start: `.env` and `bunfig.toml` would put in variables and code. */
const nothingOfTheFolder = [
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
];

/**
 * Compiles the command line into `folder`, which is emptied, with the keychain's library beside it; what went in is written to
 * `metafile`. Throws Bun's own words.
 */
export function compileExecutable(
  bun: string,
  { name, runtime, fileName }: Machine,
  folder: string,
  metafile: string,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(dirname(metafile), { recursive: true });
  const target = join(folder, fileName);
  const { status, stdout, stderr } = spawnSync(
    bun,
    [
      "build",
      "cli/standalone.ts",
      "--compile",
      `--target=${runtime?.target ?? "bun"}`,
      ...(runtime === null
        ? []
        : [`--compile-executable-path=${runtime.path}`]),
      "--format=esm",
      "--minify",
      "--bytecode",
      // To compile what runs once was a quarter of an `exec`; what stays asks for the usual (cli/standalone.ts).
      "--compile-jit-policy=10",
      "--splitting",
      ...nothingOfTheFolder,
      "--external=keytar",
      "--asset=.vite/parser",
      "--asset=.vite/renderer",
      `--metafile=${metafile}`,
      `--outfile=${target}`,
    ],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  chmodSync(target, 0o755);
  // A native library cannot be run from inside the executable: Bun would unpack it to the shared temporary folder.
  copyFileSync(
    join(root, "node_modules/keytar/prebuilds", name, "keytar.node"),
    join(folder, "keytar.node"),
  );
}
