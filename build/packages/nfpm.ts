// deb and rpm through nfpm, which needs neither root nor the tools of a distribution, and makes the same bytes again.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { PackagedFile } from "./content.ts";

const pinned = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2";

export type Format = "deb" | "rpm";

export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly architecture: "amd64" | "arm64";
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Packages that bring the same files. */
  readonly conflicts: readonly string[];
  /** Path of a script that runs once the files are there. */
  readonly afterInstall: string | null;
}

/** A version with a suffix, as in 1.0.0-rc.1, is older than 1.0.0 for dpkg and rpm alike when nfpm is told it is semver. */
const common = {
  version_schema: "semver",
  release: "1",
  section: "admin",
  priority: "optional",
  maintainer: "The Talos Vault authors <maintainers@talosvault.dev>",
  vendor: "Talos Vault",
  license: "Apache-2.0",
  deb: { compression: "zstd:3" },
  rpm: { compression: "zstd:fastest" },
} as const;

/** Where nfpm is: on PATH, or built by Go, which keeps what it built. Null: neither is here. */
export function findNfpm(): readonly string[] | null {
  const works = (words: readonly string[]) => {
    const [program = "", ...args] = words;
    return spawnSync(program, [...args, "--version"]).status === 0;
  };
  return [["nfpm"], ["go", "run", pinned]].find(works) ?? null;
}

/** Makes one package in `folder`. `seconds`: the time, since 1970, that all of it bears. Throws nfpm's own words. */
export function makePackage(
  nfpm: readonly string[],
  format: Format,
  facts: PackageFacts,
  files: readonly PackagedFile[],
  { folder, seconds }: { folder: string; seconds: number },
): string {
  const mtime = new Date(seconds * 1000).toISOString();
  const { name, architecture, afterInstall, ...rest } = facts;
  const configuration = {
    ...common,
    ...rest,
    name,
    arch: architecture,
    mtime,
    disable_globbing: true,
    ...(afterInstall === null
      ? {}
      : { scripts: { postinstall: afterInstall } }),
    rpm: { ...common.rpm, buildhost: "localhost", summary: facts.description },
    contents: files.map((file) =>
      "link" in file
        ? {
            src: file.link,
            dst: file.to,
            type: "symlink",
            file_info: { mtime },
          }
        : {
            src: file.from,
            dst: file.to,
            file_info: { mode: file.mode, mtime },
            ...(file.isConfiguration ? { type: "config|noreplace" } : {}),
          },
    ),
  };
  const target = join(folder, fileName(format, facts));
  const [program = "", ...words] = nfpm;
  const { status, stdout, stderr } = spawnSync(
    program,
    [
      ...words,
      "package",
      "--config=-",
      `--packager=${format}`,
      `--target=${target}`,
    ],
    {
      // JSON is YAML.
      input: JSON.stringify(configuration),
      encoding: "utf8",
      env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
    },
  );
  if (status !== 0) throw new Error(`nfpm: ${stdout}${stderr}`);
  return target;
}

/** As each world names its files. */
function fileName(
  format: Format,
  { name, version, architecture }: PackageFacts,
): string {
  if (format === "deb") return `${name}_${version}-1_${architecture}.deb`;
  const machine = { amd64: "x86_64", arm64: "aarch64" }[architecture];
  return `${name}-${version}-1.${machine}.rpm`;
}
