/* oxlint-disable max-lines -- the walls are data, a row more for each folder */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { cycleFrom } from "./cycle-from.ts";

const root = resolve(import.meta.dirname, "..");

const talos = ["shared/core", "shared/core/pki", "shared/core/talosconfig"];
/**
 * Who may import whom, as data: folder (longest match counts) to the folders and packages it may import
 * besides itself. What is not listed is refused. The reasons are in docs/architecture.md.
 */
const walls: Readonly<
  Record<string, { folders: readonly string[]; packages: readonly string[] }>
> = {
  "shared/core": { folders: [], packages: [] },
  "shared/core/pki": {
    folders: ["shared/core"],
    packages: [
      "@noble/ciphers/chacha.js",
      "@noble/curves/ed25519.js",
      "libsodium-wrappers",
      "bcrypt-pbkdf",
      "node:crypto",
      "node-forge",
      "node-forge/lib/asn1.js",
    ],
  },
  "shared/core/roles": { folders: ["shared/core"], packages: [] },
  "shared/core/talosconfig": {
    folders: ["shared/core", "shared/core/pki"],
    packages: ["yaml"],
  },
  "shared/core/certificates": {
    folders: [...talos, "shared/core/roles"],
    packages: [],
  },
  "shared/core/diagnosis": {
    folders: [
      ...talos,
      "shared/core/roles",
      "shared/core/certificates",
      "shared/core/schemas",
    ],
    packages: ["valibot"],
  },
  "shared/core/vault": {
    folders: [
      ...talos,
      "shared/core/certificates",
      "shared/core/gateway",
      "shared/core/schemas",
    ],
    packages: ["@scure/base", "age-encryption", "valibot"],
  },
  "shared/core/imports": {
    folders: [...talos, "shared/core/vault"],
    packages: ["yaml"],
  },
  "shared/core/stores": {
    folders: [...talos, "shared/core/imports", "shared/core/vault"],
    packages: [],
  },
  "shared/core/handover": {
    folders: [
      ...talos,
      "shared/core/certificates",
      "shared/core/vault",
      "shared/core/schemas",
    ],
    packages: ["@scure/bip39/wordlists/english.js", "valibot"],
  },
  "shared/core/authorities": {
    folders: [...talos, "shared/core/imports"],
    packages: [],
  },
  "shared/core/trust": {
    folders: [...talos, "shared/core/vault"],
    packages: [],
  },
  "shared/core/policy": {
    folders: [
      "shared/core",
      "shared/core/trust",
      "shared/core/talosconfig",
      "shared/core/roles",
      "shared/core/gateway",
      "shared/core/certificates",
      "shared/core/vault",
      "shared/core/sessions",
    ],
    packages: [],
  },
  "shared/core/gateway": {
    folders: ["shared/core", "shared/core/roles"],
    packages: ["@bufbuild/protobuf", "valibot"],
  },
  "shared/core/agent": {
    folders: [
      "shared/core",
      "shared/core/gateway",
      "shared/core/policy",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/core/vault",
      "shared/core/schemas",
    ],
    packages: ["valibot"],
  },
  "shared/core/schemas": {
    folders: ["shared/core"],
    packages: ["valibot"],
  },
  "shared/core/sessions": {
    folders: ["shared/core", "shared/core/talosconfig", "shared/core/schemas"],
    packages: ["valibot"],
  },
  "shared/core/consent": {
    folders: ["shared/core", "shared/core/sessions", "shared/core/schemas"],
    packages: ["valibot"],
  },
  "shared/core/ledger": {
    folders: [
      "shared/core",
      "shared/core/consent",
      "shared/core/sessions",
      "shared/core/schemas",
    ],
    packages: ["valibot"],
  },
  "shared/core/audit": {
    folders: [
      "shared/core",
      "shared/core/ledger",
      "shared/core/pki",
      "shared/core/sessions",
      "shared/core/schemas",
    ],
    packages: ["valibot"],
  },
  "shared/core/settings": {
    folders: ["shared/core", "shared/core/sessions"],
    packages: ["valibot"],
  },
  "shared/core/ports": {
    folders: [
      "shared/core",
      "shared/core/consent",
      "shared/core/talosconfig",
      "shared/core/certificates",
      "shared/core/diagnosis",
      "shared/core/gateway",
      "shared/core/imports",
      "shared/core/vault",
      "shared/core/policy",
      "shared/core/sessions",
      "shared/core/audit",
      "shared/core/ledger",
      "shared/core/settings",
      "shared/core/stores",
    ],
    packages: [],
  },
  "shared/core/usecases/audit": {
    folders: [
      "shared/core",
      "shared/core/audit",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/vault",
    ],
    packages: [],
  },
  "shared/core/usecases/ledger": {
    folders: [
      "shared/core",
      "shared/core/certificates",
      "shared/core/ledger",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/talosconfig",
      "shared/core/vault",
    ],
    packages: [],
  },
  "shared/core/usecases/vault": {
    folders: [
      "shared/core",
      "shared/core/ledger",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/talosconfig",
      "shared/core/usecases/audit",
      "shared/core/usecases/ledger",
      "shared/core/vault",
    ],
    packages: ["nanotar"],
  },
  "shared/core/usecases": {
    folders: [
      "shared/core/gateway",
      "shared/core/consent",
      "shared/core",
      "shared/core/ledger",
      "shared/core/handover",
      "shared/core/authorities",
      "shared/core/diagnosis",
      "shared/core/imports",
      "shared/core/policy",
      "shared/core/trust",
      "shared/core/ports",
      "shared/core/roles",
      "shared/core/talosconfig",
      "shared/core/certificates",
      "shared/core/vault",
      "shared/core/sessions",
      "shared/core/pki",
      "shared/core/stores",
      "shared/core/audit",
      "shared/core/usecases/audit",
      "shared/core/usecases/ledger",
      "shared/core/usecases/vault",
    ],
    packages: [],
  },
  "shared/node/stores": {
    folders: [
      "shared/core",
      "shared/core/ports",
      "shared/core/stores",
      "shared/core/vault",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: [
      "@aws-sdk/client-secrets-manager",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-node",
      "@azure/core-rest-pipeline",
      "@azure/identity",
      "@azure/keyvault-secrets",
      "@smithy/core/endpoints",
      "@smithy/core/protocols",
      "node:",
    ],
  },
  "shared/node/system": {
    folders: ["shared/core", "shared/core/ports", "shared/core/sessions"],
    packages: ["node:"],
  },
  "shared/node/audit": {
    folders: [
      "shared/core",
      "shared/core/audit",
      "shared/core/ledger",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: ["node:"],
  },
  "shared/node/consent": {
    folders: [
      "shared/core",
      "shared/core/consent",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: ["node:"],
  },
  "shared/node/parsing": {
    folders: [
      "shared/core",
      "shared/core/certificates",
      "shared/core/imports",
      "shared/core/ports",
      "shared/core/talosconfig",
      "shared/core/vault",
      "shared/node/system",
    ],
    packages: ["node:"],
  },
  "shared/node/files": {
    folders: ["shared/core", "shared/core/ports", "shared/node/system"],
    packages: ["node:"],
  },
  "shared/node/talos-api": {
    folders: [
      "shared/core",
      "shared/core/diagnosis",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/talosconfig",
    ],
    packages: [
      "@bufbuild/protobuf",
      "@bufbuild/protobuf/wkt",
      "@connectrpc/connect",
      "@connectrpc/connect-node",
      "socks",
      "node:",
    ],
  },
  "shared/node": {
    folders: [
      "shared/core",
      "shared/core/audit",
      "shared/core/diagnosis",
      "shared/core/ledger",
      "shared/core/ports",
      "shared/core/settings",
      "shared/node/audit",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: ["keytar", "node:"],
  },
  "shared/node/sessions": {
    folders: [
      "shared/core",
      "shared/core/agent",
      "shared/core/audit",
      "shared/core/consent",
      "shared/core/gateway",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/core/settings",
      "shared/core/talosconfig",
      "shared/node/agent",
      "shared/node/audit",
      "shared/node/gateway",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: ["node:"],
  },
  "shared/node/gateway": {
    folders: [
      "shared/core",
      "shared/core/diagnosis",
      "shared/core/gateway",
      "shared/core/pki",
      "shared/core/ports",
      "shared/core/talosconfig",
      "shared/node/talos-api",
    ],
    packages: ["node:"],
  },
  "shared/node/agent": {
    folders: [
      "shared/core",
      "shared/core/agent",
      "shared/core/diagnosis",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/core/vault",
      "shared/node/files",
      "shared/node/system",
    ],
    packages: ["node:"],
  },
  "shared/contract": {
    folders: [
      "shared/core/audit",
      "shared/core/consent",
      "shared/core",
      "shared/core/certificates",
      "shared/core/diagnosis",
      "shared/core/gateway",
      "shared/core/ledger",
      "shared/core/schemas",
      "shared/core/sessions",
      "shared/core/settings",
      "shared/core/usecases",
      "shared/core/usecases/vault",
      "shared/core/vault",
    ],
    packages: ["valibot"],
  },
  "shared/host": {
    folders: [
      "shared/core/audit",
      "shared/core/consent",
      "shared/contract",
      "shared/core",
      "shared/core/authorities",
      "shared/core/certificates",
      "shared/core/diagnosis",
      "shared/core/gateway",
      "shared/core/handover",
      "shared/core/imports",
      "shared/core/ledger",
      "shared/core/policy",
      "shared/core/trust",
      "shared/core/ports",
      "shared/core/roles",
      "shared/core/sessions",
      "shared/core/settings",
      "shared/core/stores",
      "shared/core/talosconfig",
      "shared/core/usecases",
      "shared/core/usecases/audit",
      "shared/core/usecases/ledger",
      "shared/core/usecases/vault",
      "shared/core/vault",
    ],
    packages: ["valibot"],
  },
  electron: {
    folders: [
      "shared/node/audit",
      "shared/core/consent",
      "shared/node/consent",
      "shared/contract",
      "shared/core",
      "shared/core/ports",
      "shared/core/sessions",
      "shared/core/settings",
      "shared/core/talosconfig",
      "shared/host",
      "shared/node",
      "shared/node/files",
      "shared/node/parsing",
      "shared/node/sessions",
      "shared/node/stores",
      "shared/node/system",
      "shared/node/talos-api",
    ],
    packages: ["electron", "node:"],
  },
  renderer: {
    folders: [
      "shared/core/audit",
      "shared/core/consent",
      "shared/contract",
      "shared/core",
      "shared/core/certificates",
      "shared/core/diagnosis",
      "shared/core/gateway",
      "shared/core/ledger",
      "shared/core/policy",
      "shared/core/trust",
      "shared/core/roles",
      "shared/core/sessions",
      "shared/core/settings",
      "shared/core/stores",
      "shared/core/vault",
    ],
    packages: [
      "react",
      "react-dom",
      "react-dom/client",
      "@base-ui/react/combobox",
      "@base-ui/react/context-menu",
      "@base-ui/react/csp-provider",
      "@base-ui/react/dialog",
      "@base-ui/react/menu",
      "@base-ui/react/popover",
      "@base-ui/react/switch",
      "@tanstack/react-virtual",
      "lucide-react",
      // Types alone, of what the build read in the guide.
      "marked",
      "react/jsx-runtime",
    ],
  },
  // It joins the same adapters as the command line does.
  library: {
    folders: [
      "cli",
      "shared/core",
      "shared/core/authorities",
      "shared/core/pki",
      "shared/core/policy",
      "shared/core/ports",
      "shared/core/roles",
      "shared/core/sessions",
      "shared/core/talosconfig",
      "shared/core/usecases",
      "shared/core/usecases/vault",
      "shared/node",
      "shared/node/agent",
      "shared/node/consent",
      "shared/node/sessions",
      "shared/node/system",
      "shared/node/talos-api",
    ],
    packages: ["node:", "valibot"],
  },
  cli: {
    folders: [
      "shared/core/audit",
      "shared/node/audit",
      "shared/core/usecases/audit",
      "shared/core/consent",
      "shared/node/consent",
      "shared/core",
      "shared/core/gateway",
      "shared/core/handover",
      "shared/core/authorities",
      "shared/core/agent",
      "shared/core/imports",
      "shared/core/ledger",
      "shared/core/policy",
      "shared/core/trust",
      "shared/core/ports",
      "shared/core/usecases",
      "shared/core/usecases/vault",
      "shared/core/sessions",
      "shared/core/stores",
      "shared/core/roles",
      "shared/core/settings",
      "shared/core/certificates",
      "shared/core/talosconfig",
      "shared/core/vault",
      "shared/core/diagnosis",
      "shared/contract",
      "shared/host",
      "shared/node",
      "shared/node/agent",
      "shared/node/files",
      "shared/node/parsing",
      "shared/node/sessions",
      "shared/node/stores",
      "shared/node/system",
      "shared/node/talos-api",
    ],
    packages: [
      "node:",
      "commander",
      "fuzzysort",
      "@inquirer/confirm",
      "@inquirer/input",
      "@inquirer/password",
      "@inquirer/search",
    ],
  },
};

/**
 * The nouns of the product: the same folder names on each floor, and from bottom to top what may know what. A noun imports
 * itself and those before it; the reasons are in docs/architecture.md.
 */
const nouns: Readonly<Record<string, readonly string[]>> = {
  "shared/core/usecases": [
    "audit",
    "ledger",
    "vault",
    "contexts",
    "authorities",
    "issuing",
    "imports",
    "stores",
    "sessions",
    "consent",
    "renewal",
    "health",
    "handover",
    "clusters",
    "findings",
    "agent",
  ],
  "shared/node": [
    "system",
    "parsing",
    "files",
    "stores",
    "audit",
    "consent",
    "ledger",
    "health",
    "clusters",
    "vault",
    "talos-api",
    "gateway",
    "agent",
    "sessions",
  ],
  "shared/host": [
    "page",
    "tasks",
    "consent",
    "stores",
    "imports",
    "audit",
    "sessions",
    "contexts",
    "issuing",
    "authorities",
    "handover",
    "renewal",
    "health",
    "ledger",
    "clusters",
    "vault",
  ],
  "cli/commands": [
    "audit",
    "consent",
    "authorities",
    "sessions",
    "roles",
    "issuing",
    "contexts",
    "imports",
    "stores",
    "vault",
    "renewal",
    "health",
    "ledger",
    "handover",
    "clusters",
    "findings",
    "web-ui",
    "help",
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = globSync(
  ["{shared,cli,library,electron,renderer}/**/*.{ts,tsx}"],
  {
    cwd: root,
    exclude: (path) => path.endsWith("generated"),
  },
).sort();
const imports = sources.flatMap((file) => importsOf(file));

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), "utf8").replace(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    "",
  );
  const found = text.matchAll(
    /(?:^\s*(?:import|export|\})[^"]*?from\s+|\bimport\(\s*|^import\s+)"([^"]+)"/gm,
  );
  return [...found].map(([, target = ""]) => ({
    from: file,
    to: target.startsWith(".")
      ? relative(root, resolve(root, dirname(file), target)).replaceAll(
          "\\",
          "/",
        )
      : target,
  }));
}

function wallOf(file: string): string {
  const folders = Object.keys(walls).filter((folder) =>
    file.startsWith(`${folder}/`),
  );
  return folders.toSorted((a, b) => b.length - a.length)[0] ?? "";
}

function isAllowed({ from, to }: Import): boolean {
  const wall = wallOf(from);
  const allowed = walls[wall];
  if (!allowed) return false;
  if (to === "package.json") return wall === "cli";
  if (to.startsWith("build/icons/")) return wall === "electron";
  // As build/guide.ts reads it.
  if (to === "docs/guide.md") return wall === "renderer";
  const target = wallOf(to);
  if (target !== "") return target === wall || allowed.folders.includes(target);
  return allowed.packages.some((name) =>
    name === "node:" ? to.startsWith(name) : to === name,
  );
}

describe("the walls between folders", () => {
  test("every source file lies in a folder that the table knows", () => {
    expect(sources.filter((file) => wallOf(file) === "")).toEqual([]);
    expect(sources.length).toBeGreaterThan(50);
  });

  test("no import crosses a wall that the table does not open", () => {
    expect(imports.filter((one) => !isAllowed(one))).toEqual([]);
  });

  test("nobody but core/trust compares the CAs of contexts", () => {
    const comparison =
      /\bca (?:===|!==) (?:\w+\??\.)+ca\b|BEGINCERTIFICATE|isSameSigner\(|isSignedByAny\(/;
    const found = sources.filter((file) =>
      comparison.test(readFileSync(join(root, file), "utf8")),
    );
    expect(found).toEqual([
      "shared/core/pki/verifying/same-signer.ts",
      "shared/core/trust/cluster-trust.ts",
    ]);
  });

  test.each(Object.entries(nouns))(
    "the nouns of %s import one way",
    (floor, order) => {
      const nounIn = (path: string) =>
        path.startsWith(`${floor}/`)
          ? (/^([^/]+)\//.exec(path.slice(floor.length + 1))?.[1] ?? null)
          : null;
      const found = new Set(
        sources.map(nounIn).filter((noun) => noun !== null),
      );
      expect([...found].toSorted()).toEqual(order.toSorted());
      const upward = imports.filter(({ from, to }) => {
        const [above, below] = [nounIn(from), nounIn(to)];
        return (
          above !== null &&
          below !== null &&
          order.indexOf(below) > order.indexOf(above)
        );
      });
      expect(upward).toEqual([]);
    },
  );

  test("a use case is imported by shells and other use cases alone", () => {
    const others = imports.filter(
      ({ from, to }) =>
        to.startsWith("shared/core/usecases/") &&
        !from.startsWith("shared/core/usecases/") &&
        !from.startsWith("cli/") &&
        !from.startsWith("library/") &&
        !from.startsWith("shared/host/") &&
        // The contract has types of theirs in its replies, and nothing that runs.
        !from.startsWith("shared/contract/"),
    );
    expect(others).toEqual([]);
  });

  test("only one file loads the keychain library", () => {
    const loaders = imports
      .filter(({ to }) => to === "keytar")
      .map(({ from }) => from);
    expect(new Set(loaders)).toEqual(
      new Set(["shared/node/vault/keytar-keychain.ts"]),
    );
  });

  test("no import goes round in a circle", () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports)
      graph.set(from, [...(graph.get(from) ?? []), to]);
    expect(
      sources.map((file) => cycleFrom(file, graph)).find(Boolean) ?? null,
    ).toBeNull();
  });
});

describe("names and habits", () => {
  const banned =
    /(^|\/)(utils?|helpers?|common|misc|manager|service)(\.tsx?|\/)/;

  test("no file is a drawer", () => {
    expect(sources.filter((file) => banned.test(file))).toEqual([]);
  });

  test("files are named in kebab-case", () => {
    expect(
      sources.filter((file) => !/^[a-z0-9/-]+(\.d)?\.tsx?$/.test(file)),
    ).toEqual([]);
  });

  test("a secret is revealed only where the reason is written down", () => {
    const places = sources.filter((file) =>
      /`[^`]*\$\{[^}]*\.reveal\(\)/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    expect(places).toEqual([]);
  });
});

/**
 * The doors of text from outside (docs/decisions/0037): what each pattern finds may stand in these files alone. A new place
 * belongs behind a door, not into this table.
 */
const doors: Readonly<
  Record<
    string,
    {
      readonly floor?: string;
      readonly pattern: RegExp;
      readonly files: readonly string[];
    }
  >
> = {
  "stdout and stderr": {
    pattern:
      /process\.std(?:out|err)(?!\.(?:columns|rows)\b)|\bconsole\.|writeSync\(\s*(?:[12]|stdout)\b/,
    files: [
      "cli/terminal.ts",
      "electron/desktop/stderr.ts",
      // Questions: their texts are printable, what is typed is echoed.
      "cli/questions/ask.ts",
      "cli/questions/pick-context.ts",
      // The recovery key, which has to be written out before it counts.
      "cli/questions/show-recovery-key.ts",
      // Code of ours without a value, for a shell that waits when we are stopped.
      "cli/run.ts",
      // Pipes to a program of ours.
      "cli/agent/agent.ts",
      "cli/commands/sessions/holder-process.ts",
      // The output of another program, inherited.
    ],
  },
  // A full disk takes a part of it and says no more than how much.
  "what may be written in part": {
    floor: "shared/",
    pattern: /\bwriteSync\(/,
    files: [
      "shared/node/files/own-file.ts",
      // A state of always the same length over the one before it.
      "shared/node/audit/audit-log.ts",
    ],
  },
  "what makes text safe to show": {
    pattern: /\\p\{(?:C|Cc|Cf|Default_Ignorable_Code_Point)\}|\\u202[aeAE]/,
    files: ["shared/core/text/printable.ts", "shared/core/text/lookalikes.ts"],
  },
  "quotes of shells": {
    pattern: /replace(?:All)?\((?:"'"|\/'\/|\/\['|'"'|\/\["\\\\\]\/)/,
    files: [
      "shared/core/text/shell-words.ts",
      // Those of values that are separated by commas.
      "shared/core/audit/csv.ts",
      // YAML's quotes.
      "shared/core/talosconfig/yaml/scalar.ts",
    ],
  },
  // A place that makes its own text safe is one that could forget it.
  "who makes text safe for a terminal": {
    floor: "cli/",
    pattern: /\bprintable(?:Lines|Json)?\(/,
    files: [
      "cli/terminal.ts",
      "cli/output/wrapped.ts",
      "cli/output/table.ts",
      "cli/output/live-lines.ts",
      "cli/questions/ask.ts",
      "cli/questions/pick-context.ts",
    ],
  },
  "what the desktop draws": {
    pattern:
      /\bdialog\.show|new Notification\(|buildFromTemplate|\.setToolTip\(|\.setTitle\(|displayBalloon|new MessageChannelMain/,
    files: ["electron/desktop/native-text.ts"],
  },
  "React's own runtime": {
    floor: "renderer/",
    pattern: /from "react\/jsx-runtime"|createElement\(|cloneElement\(/,
    files: ["renderer/jsx/jsx-runtime.ts"],
  },
  "a page around React": {
    floor: "renderer/",
    pattern:
      /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|document\.title|textContent\s*=|srcDoc|\balert\(|\bconfirm\(|window\.prompt/,
    files: [],
  },
};

describe("doors of text", () => {
  test.each(Object.entries(doors))(
    "%s: no other way",
    (_, { floor = "", pattern, files }) => {
      const found = sources.filter(
        (file) => file.startsWith(floor) && pattern.test(codeOf(file)),
      );
      expect(found.filter((file) => !files.includes(file))).toEqual([]);
      // A file that no longer needs its place loses it.
      expect(files.filter((file) => !found.includes(file))).toEqual([]);
    },
  );
});

/** The source without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(
    /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm,
    "",
  );
}
