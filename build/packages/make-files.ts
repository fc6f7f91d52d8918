// Files that only packages have: the manual, completions, the changelog, the list of what is inside.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { MadeFiles } from "./content.ts";

const best = { level: 9 };

/** Makes them in `folder`, anew. What they say of the command line it says itself. */
export function makeFiles(root: string, folder: string): MadeFiles {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(folder, name), content);
  const said = (...words: readonly string[]) => ask(root, words);
  write("talos-vault.1.gz", gzipSync(said("man"), best));
  for (const shell of ["bash", "zsh", "fish"])
    write(`completion.${shell}`, said("completion", shell));
  write(
    "changelog.gz",
    gzipSync(readFileSync(join(root, "CHANGELOG.md")), best),
  );
  return { root, folder };
}

function ask(root: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    join(root, "out/bin/talos-vault"),
    words,
    { encoding: "utf8" },
  );
  if (status !== 0)
    throw new Error(`talos-vault ${words.join(" ")}: ${stderr}`);
  return stdout;
}
