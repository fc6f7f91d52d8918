// Compiles the command line, its agent and its holder into one executable, out/bin/talos-vault (docs/decisions/0050).
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileExecutable } from "./compile-executable.ts";
import { pinnedBun } from "./pinned-bun.ts";
import { recordPackages } from "./record-packages.ts";

const root = resolve(import.meta.dirname, "..");
const metafile = join(root, ".cache/standalone.json");

const bun = pinnedBun();
if (bun === null)
  console.error(
    "There is no Bun for this machine: the one executable is left out, the command line runs on Node.",
  );
else {
  const machine = {
    name: `linux-${process.arch}`,
    runtime: null,
    fileName: "talos-vault",
  };
  compileExecutable(bun, machine, join(root, "out/bin"), metafile);
  const { inputs } = JSON.parse(readFileSync(metafile, "utf8")) as {
    inputs: Readonly<Record<string, unknown>>;
  };
  recordPackages("standalone", Object.keys(inputs));
}
