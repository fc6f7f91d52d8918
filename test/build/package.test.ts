import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { fuses } from "../../build/fuses.ts";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** What marks the fuses in Electron's program (electron/fuses.json5), then version, count and one byte each. */
const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const allOn = "1".repeat(Object.keys(fuses).length);

/**
 * Forge packages the app from an archive of Electron's. Where the real one cannot be downloaded, one with the same
 * layout and a fuse wire stands for it: content, asar and fuses are Forge's doing and the same.
 */
describe("npm run package", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-package-"));
  let app = "";
  let files: readonly string[] = [];

  beforeAll(async () => {
    const zips = join(folder, "zips");
    const dist = join(folder, "dist");
    mkdirSync(join(dist, "resources"), { recursive: true });
    mkdirSync(zips);
    const wire = Buffer.concat([
      Buffer.from("program "),
      Buffer.from(sentinel),
      Buffer.from([1, allOn.length]),
      Buffer.from(allOn),
    ]);
    writeFileSync(join(dist, "electron"), wire, { mode: 0o755 });
    writeFileSync(join(dist, "version"), manifest.devDependencies.electron);
    const { electron } = manifest.devDependencies;
    const name = `electron-v${electron}-linux-x64.zip`;
    await run("python3", [
      "-m",
      "zipfile",
      "-c",
      join(zips, name),
      ...readdirSync(dist).map((one) => join(dist, one)),
    ]);
    await run(
      process.execPath,
      [
        join(root, "node_modules/@electron-forge/cli/dist/electron-forge.js"),
        "package",
        "--platform=linux",
        "--arch=x64",
      ],
      { cwd: root, env: { ...process.env, TALOS_VAULT_ELECTRON_ZIPS: zips } },
    );
    app = join(root, "out", "Talos Vault-linux-x64");
    files = asarFiles(join(app, "resources/app.asar"));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("ships what is built, and nothing else", () => {
    const roots = new Set(
      files.map((path) => path.split("/").slice(1, 3).join("/")),
    );
    expect([...roots].toSorted()).toEqual([
      ".vite/build",
      ".vite/parser",
      ".vite/renderer",
      "node_modules/keytar",
      "package.json",
    ]);
    expect(files).toContain("/.vite/build/main.cjs");
    expect(files).toContain("/.vite/build/preload.cjs");
    expect(files).toContain("/.vite/renderer/index.html");
  });

  test("keeps the native part of the keychain where the system can load it", () => {
    const prebuilds = join(
      app,
      "resources/app.asar.unpacked/node_modules/keytar/prebuilds",
    );
    expect(existsSync(prebuilds)).toBe(true);
    const native = readdirSync(prebuilds, { recursive: true }).filter((name) =>
      String(name).endsWith(".node"),
    );
    expect(native.length).toBeGreaterThan(0);
  });

  test("sets every fuse as it is stated", async () => {
    const { version: _, ...wire } = await getCurrentFuseWire(
      join(app, "talos-vault-desktop"),
    );
    const read = new Map(
      Object.entries(wire).map(([fuse, state]) => [
        Number(fuse),
        String.fromCharCode(Number(state)) === "1",
      ]),
    );
    const stated = new Map(
      Object.entries(fuses).map(([fuse, state]) => [Number(fuse), state]),
    );
    expect(read).toEqual(stated);
  });
});

interface AsarEntry {
  readonly files?: Readonly<Record<string, AsarEntry>>;
}

/** Paths in an asar: a Chromium pickle of JSON, its length at byte 12. */
function asarFiles(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const length = bytes.readUInt32LE(12);
  const header = JSON.parse(
    bytes.toString("utf8", 16, 16 + length),
  ) as AsarEntry;
  return listEntries(header, "");
}

function listEntries({ files }: AsarEntry, path: string): readonly string[] {
  return files
    ? Object.entries(files).flatMap(([name, entry]) =>
        listEntries(entry, `${path}/${name}`),
      )
    : [path];
}
