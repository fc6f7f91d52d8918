// Compiles the command line, its agent and its holder into one executable, out/bin/talos-vault (docs/decisions/0050).
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pinnedBun } from "./pinned-bun.ts";
import { recordPackages } from "./record-packages.ts";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "out", "bin");
/** Nothing of the current folder is read at a start: `.env` and `bunfig.toml` would put in variables and code. */
const nothingOfTheFolder = [
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
];

function compile(bun: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const target = join(folder, "talos-vault");
  const metafile = join(root, ".cache/standalone.json");
  mkdirSync(dirname(metafile), { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    bun,
    [
      "build",
      "cli/standalone.ts",
      "--compile",
      "--target=bun",
      "--format=esm",
      "--minify",
      "--bytecode",
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
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    process.exit(1);
  }
  chmodSync(target, 0o755);
  const { inputs } = JSON.parse(readFileSync(metafile, "utf8")) as {
    inputs: Readonly<Record<string, unknown>>;
  };
  recordPackages("standalone", Object.keys(inputs));
  // A native library cannot be run from inside the executable: Bun would unpack it to the shared temporary folder.
  copyFileSync(
    join(
      root,
      "node_modules/keytar/prebuilds",
      `linux-${process.arch}`,
      "keytar.node",
    ),
    join(folder, "keytar.node"),
  );
}

const bun = pinnedBun();
if (bun === null)
  console.error(
    "There is no Bun for this machine: the one executable is left out, the command line runs on Node.",
  );
else compile(bun);
