// The declarations of the library beside its bundle. They name nothing of ours but each other (library/talos-vault.ts keeps that),
// so that these files are all of it.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
const files = ["talos-vault", "talos-vault-error", "library-types"];

const { status } = spawnSync("tsc", ["-b", "library"], {
  cwd: fileURLToPath(root),
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);
for (const name of files) {
  const made = new URL(`.cache/types/library/${name}.d.ts`, root);
  const text = readFileSync(made, "utf8");
  // A consumer has JavaScript there.
  const published = text.replace(/(from "\.\/[\w-]+)\.ts"/g, '$1.js"');
  writeFileSync(new URL(`.vite/library/${name}.d.ts`, root), published);
}
