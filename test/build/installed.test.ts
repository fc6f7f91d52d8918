// What `npm run dist` makes, installed by the systems' own tools and used by somebody who has no Node.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { findNfpm } from "../../build/packages/nfpm.ts";
import { startKeyring, type TestKeyring } from "../doubles/keyring.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { Display } from "../e2e/display.ts";
import { hasElectron, installElectron } from "../e2e/electron-install.ts";
import { skipSuite } from "../shared-material.ts";

const root = resolve(import.meta.dirname, "../..");
const packages = join(root, "out/packages");
const nobody = 65534;
const isCi = process.env["CI"] === "true";
const canMake =
  process.platform === "linux" &&
  hasElectron() &&
  findNfpm() !== null &&
  existsSync(join(root, "out/bin/talos-vault"));
/** Installing changes the machine: only a machine of CI's own is changed. */
const canInstall = isCi && process.getuid?.() === 0;

const describePackages = (title: string, body: () => void) => {
  if (canMake || isCi) return describe(title, body);
  process.stderr.write(`SKIPPED ${title}: no nfpm or Go, or no Electron\n`);
  return skipSuite(title);
};

describePackages("npm run dist", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-dist-"));
  let names: readonly string[] = [];
  let dist: (...args: readonly string[]) => void;

  beforeAll(() => {
    // What is unpacked here somebody else runs.
    chmodSync(folder, 0o755);
    const zips = join(folder, "zips");
    packElectron(zips);
    const env = {
      ...process.env,
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
      TALOS_VAULT_ELECTRON_ZIPS: zips,
      // The Electron that is here has an older Node.
      TALOS_VAULT_MAIN_TARGET: "node18",
    };
    const run = (...args: readonly string[]) =>
      execFileSync(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: "pipe",
      });
    run(
      "node_modules/vite/bin/vite.js",
      "build",
      "--config",
      "build/vite.main.ts",
      "--logLevel",
      "error",
    );
    dist = (...args) => run("build/packages/dist.ts", ...args);
    dist();
    names = readdirSync(packages);
  }, 600_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    execFileSync(process.execPath, [
      "node_modules/vite/bin/vite.js",
      "build",
      "--config",
      "build/vite.main.ts",
      "--logLevel",
      "error",
    ]);
  });

  const path = (pattern: RegExp): string =>
    join(packages, names.find((name) => pattern.test(name)) ?? "");
  const debOf = (name: string) => path(new RegExp(`^${name}_.*[.]deb$`));
  const rpmOf = (name: string) => path(new RegExp(`^${name}-\\d.*[.]rpm$`));

  test("makes deb, rpm and tar.gz of the window with the command line, and of the command line alone, with their checksums", () => {
    const version = manifest.version.replaceAll(".", "[.]");
    for (const kind of [
      `talos-vault_${version}-1_amd64[.]deb`,
      `talos-vault-cli_${version}-1_amd64[.]deb`,
      `talos-vault-${version}-1[.]x86_64[.]rpm`,
      `talos-vault-cli-${version}-1[.]x86_64[.]rpm`,
      `talos-vault-${version}-linux-x64[.]tar[.]gz`,
      `talos-vault-cli-${version}-linux-x64[.]tar[.]gz`,
    ])
      expect(
        names.filter((name) => new RegExp(`^${kind}$`).test(name)),
      ).toHaveLength(1);
    const check = spawnSync(
      "sha256sum",
      ["--check", "--strict", "SHA256SUMS"],
      {
        cwd: packages,
        encoding: "utf8",
      },
    );
    expect(check).toMatchObject({ status: 0, stderr: "" });
    expect(check.stdout.trim().split("\n")).toHaveLength(6);
  });

  test("makes the same bytes a second time", () => {
    const again = join(folder, "again");
    dist("--to", again);
    const sums = (place: string) =>
      readFileSync(join(place, "SHA256SUMS"), "utf8");
    expect(sums(again)).toBe(sums(packages));
  }, 300_000);

  test("makes archives for Windows and macOS that say that nobody tried them, and signs the checksums by gpg", () => {
    const place = join(folder, "elsewhere");
    const home = join(folder, "gnupg");
    mkdirSync(home, { mode: 0o700 });
    const gpg = (...args: readonly string[]) =>
      spawnSync("gpg", ["--batch", "--homedir", home, ...args]).status;
    expect(
      gpg("--passphrase", "", "--quick-generate-key", "tester", "ed25519"),
    ).toBe(0);
    process.env["GNUPGHOME"] = home;
    try {
      dist(
        "--command-line",
        "--other-systems",
        "--sign",
        "gpg:tester",
        "--to",
        place,
      );
    } finally {
      delete process.env["GNUPGHOME"];
    }
    const sums = join(place, "SHA256SUMS");
    expect(gpg("--verify", `${sums}.asc`, sums)).toBe(0);
    writeFileSync(sums, readFileSync(sums, "utf8").replace(/^./, "-"));
    expect(gpg("--verify", `${sums}.asc`, sums)).not.toBe(0);
    const inside = (archive: string, file: string) =>
      spawnSync("unzip", ["-p", archive, `*/${file}`], {
        maxBuffer: 2 ** 28,
      }).stdout;
    for (const [system, program, mark] of [
      ["windows-x64", "talos-vault.exe", "4d5a"],
      ["macos-x64", "talos-vault", "cffaedfe07000001"],
      ["macos-arm64", "talos-vault", "cffaedfe0c000001"],
    ] as const) {
      const name = `talos-vault-cli-${manifest.version}-${system}-untested.zip`;
      const archive = join(place, name);
      // Portable Executable; Mach-O of x86_64 and of arm64: program and keychain's library alike.
      for (const file of [program, "keytar.node"])
        expect(
          inside(archive, file).subarray(0, 8).toString("hex"),
          `${system} ${file}`,
        ).toMatch(new RegExp(`^${mark}`));
      expect(inside(archive, "LICENSE").toString()).toContain("Apache");
    }
  }, 600_000);

  test("signs the checksums by minisign", () => {
    const place = join(folder, "signed");
    const [key, open] = [join(folder, "mini.key"), join(folder, "mini.pub")];
    execFileSync("minisign", ["-G", "-W", "-p", open, "-s", key], {
      stdio: "pipe",
    });
    dist("--command-line", "--sign", `minisign:${key}`, "--to", place);
    const verify = () =>
      spawnSync("minisign", ["-V", "-p", open, "-m", join(place, "SHA256SUMS")])
        .status;
    expect(verify()).toBe(0);
    writeFileSync(join(place, "SHA256SUMS"), "another");
    expect(verify()).not.toBe(0);
  }, 300_000);

  test("lists the packages that are inside, and only those", () => {
    const list = (deb: string) =>
      JSON.parse(
        execFileSync(
          "sh",
          [
            "-c",
            'dpkg-deb --fsys-tarfile "$0" | tar -xO --wildcards "*/sbom.cdx.json"',
            deb,
          ],
          { encoding: "utf8" },
        ),
      ) as { readonly components: readonly { readonly name: string }[] };
    const inside = (name: string) =>
      list(debOf(name)).components.map((one) => one.name);
    for (const name of ["bun", "keytar", "age-encryption", "react", "yaml"])
      expect(inside("talos-vault-cli"), name).toContain(
        name === "keytar" ? "@github/keytar" : name,
      );
    expect(inside("talos-vault-cli")).not.toContain("electron");
    expect(inside("talos-vault")).toContain("electron");
    for (const name of ["vite", "vitest", "typescript", "oxlint", "axe-core"])
      expect(inside("talos-vault"), name).not.toContain(name);
  });

  describe.runIf(canInstall)("installed by somebody's administrator", () => {
    let keyring: TestKeyring;
    let display: Display;
    const home = mkdtempSync(join(tmpdir(), "tv-installed-"));
    /** Words that a shell of the session needs, and no Node. */
    const bin = join(home, "bin");
    const vault = join(home, "vault");

    beforeAll(async () => {
      keyring = await startKeyring("unlocked", nobody);
      display = await Display.start();
      mkdirSync(bin);
      for (const name of ["sh", "true", "head", "readlink"])
        symlinkSync(`/usr/bin/${name}`, join(bin, name));
      writeFileSync(join(home, "talosconfig"), makeTalosconfig(2));
      for (const name of [".", "talosconfig"])
        chownSync(join(home, name), nobody, nobody);
    });
    afterAll(async () => {
      display.stop();
      await keyring.stop();
      rmSync(home, { recursive: true, force: true });
    });

    const environment = (): NodeJS.ProcessEnv => ({
      ...keyring.environment,
      HOME: home,
      PATH: bin,
      LANG: "C.UTF-8",
      DISPLAY: display.name,
      TALOS_VAULT_HOME: vault,
      TALOS_VAULT_OFFLINE: "1",
    });
    const asUser = (program: string, ...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(program, args, {
        uid: nobody,
        gid: nobody,
        cwd: home,
        env: environment(),
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    };
    const apt = (...args: readonly string[]) =>
      execFileSync("apt-get", ["-y", "-qq", ...args], {
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        stdio: ["ignore", "pipe", "pipe"],
        encoding: "utf8",
      });

    /** A day's work with the command line. */
    const use = (program: string) => {
      expect(asUser(program, "init").stderr).toContain("recovery key");
      expect(asUser(program, "import", "talosconfig")).toMatchObject({
        status: 0,
      });
      const listed = JSON.parse(asUser(program, "list", "--json").stdout) as {
        readonly contexts: readonly unknown[];
      };
      expect(listed.contexts).toHaveLength(2);
      const said = asUser(
        program,
        "exec",
        "context-1",
        "--stored",
        "--",
        "sh",
        "-c",
        'readlink "$TALOSCONFIG"; head -n 1 "$TALOSCONFIG"',
      );
      expect(said.stdout).toMatch(
        /^\/proc\/\d+\/fd\/\d+\ncontext: context-1\n$/,
      );
      expect(asUser(program, "unlock").status).toBe(0);
      expect(asUser(program, "lock").status).toBe(0);
      expect(asUser(program, "doctor").stdout).toContain("keychain");
    };

    test("the deb brings a command line that works without Node, a window that finds the keychain, and leaves nothing but the vault", async () => {
      apt("install", debOf("talos-vault"));
      const files = execFileSync("dpkg-query", ["-L", "talos-vault"], {
        encoding: "utf8",
      })
        .trim()
        .split("\n");
      try {
        use("/usr/bin/talos-vault");
        execFileSync("appstreamcli", [
          "validate",
          "--no-net",
          "/usr/share/metainfo/dev.talosvault.desktop.metainfo.xml",
        ]);
        execFileSync("desktop-file-validate", [
          "/usr/share/applications/dev.talosvault.desktop.desktop",
        ]);
        await useWindow();
      } finally {
        apt("purge", "talos-vault");
      }
      const left = files.filter(
        (file) => /talos-?vault/.test(file) && existsSync(file),
      );
      expect(left).toEqual([]);
      expect(existsSync(join(vault, "vault.age"))).toBe(true);
    }, 120_000);

    /** Opens the window of somebody who wants the vault open at the start. */
    const useWindow = async () => {
      const settings = join(vault, "settings.json");
      writeFileSync(settings, '{"unlockAtStart":true}');
      chownSync(settings, nobody, nobody);
      const window = spawn(
        "/usr/bin/talos-vault-desktop",
        ["--force-renderer-accessibility"],
        {
          uid: nobody,
          gid: nobody,
          cwd: home,
          // Chromium tells its tree to the accessibility bus where a reader is said to be there.
          env: { ...environment(), GNOME_ACCESSIBILITY: "1" },
          stdio: "ignore",
          detached: true,
        },
      );
      const titles = () =>
        spawnSync("xwininfo", ["-root", "-tree", "-display", display.name], {
          encoding: "utf8",
        }).stdout;
      try {
        await expect
          .poll(titles, { timeout: 30_000, interval: 200 })
          .toContain('Talos Vault": ("talos vault" "Talos Vault")');
        // Nobody was asked: that the list is there means that the window had the vault's key from the keychain.
        await expect
          .poll(() => asUser("/usr/bin/python3", "-c", readAloud).stdout, {
            timeout: 30_000,
            interval: 500,
          })
          .toMatch(/context-1[^]*context-2/);
      } finally {
        process.kill(-(window.pid ?? 0), "SIGKILL");
      }
    };

    test("rpm takes its package, and the command line in it works", () => {
      const place = join(folder, "rpm");
      const rpm = rpmOf("talos-vault-cli");
      const options = [
        "--dbpath",
        join(folder, "rpmdb"),
        "--nodeps",
        "--noscripts",
      ];
      execFileSync("rpm", [
        ...options,
        "--relocate",
        `/usr=${place}`,
        "--badreloc",
        "--install",
        rpm,
      ]);
      rmSync(vault, { recursive: true });
      use(join(place, "bin/talos-vault"));
      execFileSync("rpm", [...options, "--erase", "talos-vault-cli"]);
      expect(existsSync(join(place, "bin/talos-vault"))).toBe(false);
    }, 60_000);

    test("the archive is unpacked into a prefix, and works from there", () => {
      const place = join(folder, "prefix");
      mkdirSync(place);
      execFileSync("tar", [
        "-xf",
        path(/^talos-vault-cli-.*tar[.]gz$/),
        "--strip-components=1",
        "-C",
        place,
      ]);
      rmSync(vault, { recursive: true });
      use(join(place, "bin/talos-vault"));
    }, 60_000);
  });
});

/** Prints what a screen reader is told of every window on the accessibility bus. */
const readAloud = `
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
def say(one, depth):
    if one is None or depth > 60:
        return
    name = one.get_name()
    if name:
        print(name)
    for index in range(one.get_child_count()):
        say(one.get_child_at_index(index), depth + 1)
say(Atspi.get_desktop(0), 0)
`;

/** The Electron that is here, as the archive that Forge would download; without the starter of a folder's app. */
function packElectron(zips: string): void {
  const { executable } = installElectron();
  const dist = join(zips, "dist");
  mkdirSync(zips);
  cpSync(join(executable, ".."), dist, { recursive: true });
  rmSync(join(dist, "resources/app"), { recursive: true, force: true });
  const name = `electron-v${manifest.devDependencies.electron}-linux-x64.zip`;
  execFileSync("python3", [
    "-c",
    "import sys, shutil; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])",
    join(zips, name.replace(/[.]zip$/, "")),
    dist,
  ]);
  rmSync(dist, { recursive: true });
}
