// `npm run dist`: all packages for this Linux, in out/packages or in `--to FOLDER`, which is emptied. With `--command-line` those of the command line alone, which
// need no Electron. `--other-systems` adds the command line for Windows and macOS, for which npm is asked for their Bun. `--sign gpg:KEY` or
// `--sign minisign:FILE` signs the checksums.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import bun from "../bun/package.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import { makeArchive } from "./archive.ts";
import {
  apparmorProfile,
  commandLineFiles,
  windowFiles,
  zshCompletion,
  type MadeFiles,
  type PackagedFile,
} from "./content.ts";
import { makeFiles } from "./make-files.ts";
import { pinnedBun } from "../pinned-bun.ts";
import { findNfpm, makePackage, type PackageFacts } from "./nfpm.ts";
import { makeForOtherSystems } from "./other-systems.ts";
import { billOfMaterials } from "./sbom.ts";

const root = resolve(import.meta.dirname, "../..");
const work = join(root, ".cache/packages");
const { version } = manifest;
const architecture = process.arch === "arm64" ? "arm64" : "amd64";

/** Names of what is needed, in each world. What Chromium links: deb names of Debian 12, whose newer twins provide them. */
const needs = {
  deb: {
    keychain: ["libsecret-1-0"],
    window: [
      "libasound2 | libasound2t64",
      "libatk-bridge2.0-0 | libatk-bridge2.0-0t64",
      "libgbm1",
      "libgtk-3-0 | libgtk-3-0t64",
      "libnss3",
      "libsecret-1-0",
      "libxss1",
    ],
  },
  rpm: {
    keychain: ["libsecret"],
    window: [
      "alsa-lib",
      "at-spi2-atk",
      "gtk3",
      "libXScrnSaver",
      "libsecret",
      "mesa-libgbm",
      "nss",
    ],
  },
} as const;

const { values } = parseArgs({
  options: {
    "command-line": { type: "boolean", default: false },
    "other-systems": { type: "boolean", default: false },
    sign: { type: "string" },
    to: { type: "string", default: join(root, "out/packages") },
  },
});
const folder = resolve(values.to);

function fail(reason: string, next: string): never {
  process.stderr.write(`${reason}\n${next}\n`);
  process.exit(1);
}

/** The time that all files bear: of the commit, so that a second run makes the same bytes. */
function sourceDate(): number {
  const told = process.env["SOURCE_DATE_EPOCH"];
  const asked =
    told ??
    spawnSync("git", ["log", "-1", "--format=%ct"], {
      cwd: root,
      encoding: "utf8",
    }).stdout;
  return /^\d+$/.test(asked.trim())
    ? Number(asked)
    : fail(
        "There is no commit whose time the packages could bear.",
        "Set SOURCE_DATE_EPOCH to seconds since 1970.",
      );
}

const seconds = sourceDate();

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): void {
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The window as Forge makes it. */
function forge(): string {
  const output = join(work, "window");
  run("electron-forge", ["package"], { TALOS_VAULT_FORGE_OUT: output });
  const name = readdirSync(output).find((one) =>
    one.startsWith(`${manifest.productName}-linux-`),
  );
  return name
    ? join(output, name)
    : fail("Forge made no window.", "See above.");
}

interface Product {
  readonly name: string;
  readonly description: string;
  readonly conflict: string;
  /** The window as Forge made it; null: there is none in it. */
  readonly app: string | null;
}

const commandLine: Product = {
  name: "talos-vault-cli",
  description:
    "A vault for the credentials of Talos Linux clusters: the command line alone",
  conflict: "talos-vault",
  app: null,
};

/** Programs that run ours, and are shipped with it. */
const runtimes = {
  bun: {
    name: "bun",
    version: bun.optionalDependencies["@oven/bun-linux-x64-baseline"],
    license: "MIT",
  },
  electron: {
    name: "electron",
    version: manifest.devDependencies.electron,
    license: "MIT",
  },
};

/** What both have, and what only one of the formats wants beside it. */
function filesOf({ name, app }: Product, made: MadeFiles) {
  const files: readonly PackagedFile[] = [
    ...commandLineFiles(made, name),
    ...(app === null ? [] : windowFiles(root, app)),
  ];
  // AppArmor is of Debian's and its kin.
  const profile = app === null ? [] : [apparmorProfile(root)];
  return {
    deb: [...files, ...profile, zshCompletion(made, "deb")],
    rpm: [...files, zshCompletion(made, "other")],
  };
}

function makeAll(product: Product, nfpm: readonly string[]): void {
  const { name, description, conflict, app } = product;
  const made = makeFiles(root, join(work, name));
  const bill =
    app === null
      ? billOfMaterials(root, ["commandLine"], [runtimes.bun])
      : billOfMaterials(
          root,
          ["commandLine", "window"],
          Object.values(runtimes),
        );
  writeFileSync(join(made.folder, "sbom.cdx.json"), bill);
  const files = filesOf(product, made);
  for (const format of ["deb", "rpm"] as const) {
    const { window, keychain } = needs[format];
    const facts: PackageFacts = {
      name,
      version,
      description,
      architecture,
      conflicts: [conflict],
      depends: app === null ? [] : window,
      recommends: app === null ? keychain : [],
      afterInstall:
        app === null
          ? null
          : join(root, "build/packages/files/reload-apparmor.sh"),
    };
    makePackage(nfpm, format, facts, files[format], { folder, seconds });
  }
  const archive = `${name}-${version}-linux-${process.arch}`;
  makeArchive(archive, files.rpm, { folder, work, seconds });
}

/** `sha256sum --check SHA256SUMS` in the folder says whether all is as it was made. */
function writeChecksums(): string {
  const path = join(folder, "SHA256SUMS");
  const lines = readdirSync(folder)
    .toSorted()
    .map((name) => {
      const hash = createHash("sha256");
      hash.update(readFileSync(join(folder, name)));
      return `${hash.digest("hex")}  ${name}\n`;
    });
  writeFileSync(path, lines.join(""));
  return path;
}

function sign(path: string, how: string): void {
  const [kind = "", key = ""] = how.split(/:(.*)/s);
  if (kind === "gpg" && key)
    run("gpg", ["--local-user", key, "--armor", "--detach-sign", path]);
  else if (kind === "minisign" && key)
    run("minisign", ["-S", "-s", key, "-m", path]);
  else
    fail(
      `--sign ${how} names no way to sign.`,
      "Say --sign gpg:KEY or --sign minisign:FILE-OF-THE-SECRET-KEY.",
    );
}

if (!existsSync(join(root, "out/bin/talos-vault")))
  fail(
    "There is no executable to pack.",
    "Packages are made on Linux with glibc, x64 or arm64.",
  );
const nfpm =
  findNfpm() ??
  fail(
    "nfpm, which makes deb and rpm, is not here, and Go, which could build it, is not either.",
    "Install one of them: https://nfpm.goreleaser.com or https://go.dev",
  );
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
makeAll(commandLine, nfpm);
if (!values["command-line"])
  makeAll(
    {
      name: "talos-vault",
      description: manifest.description,
      conflict: "talos-vault-cli",
      app: forge(),
    },
    nfpm,
  );
const compiler = pinnedBun();
if (values["other-systems"] && compiler !== null)
  makeForOtherSystems(
    compiler,
    `${commandLine.name}-${version}`,
    [
      join(root, "LICENSE"),
      join(root, "docs/guide.md"),
      join(work, commandLine.name, "sbom.cdx.json"),
    ],
    { folder, work, seconds },
  );
const checksums = writeChecksums();
if (values.sign !== undefined) sign(checksums, values.sign);
for (const name of readdirSync(folder))
  process.stdout.write(`${join(folder, name)}\n`);
