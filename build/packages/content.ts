// What lies where after an installation. Paths are those of the Filesystem Hierarchy Standard and of each shell's vendors.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file or a link of a package. */
export type PackagedFile = {
  /** Absolute, below the root of the file system. */
  readonly to: string;
  /** A change of its by the machine's owner survives an upgrade. */
  readonly isConfiguration?: boolean;
} & (
  { readonly from: string; readonly mode: number } | { readonly link: string }
);

/** Files that are made for the packages, by their names in one folder. */
export interface MadeFiles {
  readonly root: string;
  readonly folder: string;
}

const data = 0o644;
const program = 0o755;
/** Chromium's helper for systems without user namespaces for everybody; it refuses to be less. */
const setuidHelper = 0o4755;

/** The command line: one executable, the keychain's library beside it, and what shells and man read. */
export function commandLineFiles(
  { root, folder }: MadeFiles,
  packageName: string,
): readonly PackagedFile[] {
  const made = (name: string, to: string): PackagedFile => ({
    from: join(folder, name),
    to,
    mode: data,
  });
  const built = join(root, "out/bin");
  const library = "/usr/lib/talos-vault";
  const documents = `/usr/share/doc/${packageName}`;
  return [
    {
      from: join(built, "talos-vault"),
      to: `${library}/talos-vault`,
      mode: program,
    },
    {
      from: join(built, "keytar.node"),
      to: `${library}/keytar.node`,
      mode: data,
    },
    { link: "../lib/talos-vault/talos-vault", to: "/usr/bin/talos-vault" },
    made("talos-vault.1.gz", "/usr/share/man/man1/talos-vault.1.gz"),
    made(
      "completion.bash",
      "/usr/share/bash-completion/completions/talos-vault",
    ),
    made(
      "completion.fish",
      "/usr/share/fish/vendor_completions.d/talos-vault.fish",
    ),
    {
      from: join(root, "build/packages/files/copyright"),
      to: `${documents}/copyright`,
      mode: data,
    },
    {
      from: join(root, "docs/guide.md"),
      to: `${documents}/guide.md`,
      mode: data,
    },
    made("changelog.gz", `${documents}/changelog.gz`),
    made("sbom.cdx.json", `${documents}/sbom.cdx.json`),
  ];
}

/** zsh's folder is another on Debian than elsewhere. */
export function zshCompletion(
  { folder }: MadeFiles,
  of: "deb" | "other",
): PackagedFile {
  const place = of === "deb" ? "vendor-completions" : "site-functions";
  return {
    from: join(folder, "completion.zsh"),
    to: `/usr/share/zsh/${place}/_talos-vault`,
    mode: data,
  };
}

/** The window: what Forge made of it, and what desktops read. */
export function windowFiles(
  root: string,
  app: string,
): readonly PackagedFile[] {
  const place = "/usr/lib/talos-vault/desktop";
  const id = "dev.talosvault.desktop";
  const own = (name: string, to: string): PackagedFile => ({
    from: join(root, "build/packages/files", name),
    to,
    mode: data,
  });
  const icons = readdirSync(join(root, "build/icons"))
    .toSorted()
    .map((name): PackagedFile => {
      const size = name.endsWith(".svg")
        ? "scalable"
        : name.replace(/\.png$/, "");
      const kind = name.split(".").pop() ?? "";
      return {
        from: join(root, "build/icons", name),
        to: `/usr/share/icons/hicolor/${size}/apps/${id}.${kind}`,
        mode: data,
      };
    });
  return [
    ...filesBelow(app).map((path): PackagedFile => {
      const from = join(app, path);
      return { from, to: `${place}/${path}`, mode: modeOf(path, from) };
    }),
    {
      link: "../lib/talos-vault/desktop/talos-vault-desktop",
      to: "/usr/bin/talos-vault-desktop",
    },
    own(`${id}.desktop`, `/usr/share/applications/${id}.desktop`),
    own(`${id}.metainfo.xml`, `/usr/share/metainfo/${id}.metainfo.xml`),
    ...icons,
  ];
}

/** Ubuntu gives user namespaces, of which the sandbox is built, to programs with a profile alone. */
export function apparmorProfile(root: string): PackagedFile {
  return {
    from: join(root, "build/packages/files/talos-vault-desktop.apparmor"),
    to: "/etc/apparmor.d/talos-vault-desktop",
    mode: data,
    isConfiguration: true,
  };
}

function filesBelow(folder: string, below = ""): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    });
}

function modeOf(path: string, from: string): number {
  if (path === "chrome-sandbox") return setuidHelper;
  return (statSync(from).mode & 0o100) === 0 ? data : program;
}
