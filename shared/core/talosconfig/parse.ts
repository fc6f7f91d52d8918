// Talosconfigs as Talos reads and writes them, byte for byte; endpoints; where talosctl looks.
// Keep: go-yaml's reading counts, traps of YAML 1.1 included: test vectors come from Go.
import { warning, type Warning } from "../warning.ts";
import { maxContexts } from "../limits.ts";
import { whyBeyondBounds } from "./context-bounds.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";
import type { JsonValue } from "../json.ts";
import type { LeftOver } from "./left-over.ts";
import type { TalosAuth, Talosconfig, TalosContext } from "./types.ts";
import { readYaml, shown, type YamlDocument } from "./yaml/yaml-node.ts";
import { invalid } from "./yaml/yaml-text.ts";
import { toJson, type YamlNode } from "./yaml/yaml-tree.ts";

export interface ParsedTalosconfig {
  readonly config: Talosconfig;
  /** What Talos does not know, by context: path of the key to its value. */
  readonly unknown: ReadonlyMap<string, Readonly<Record<string, JsonValue>>>;
  /** What is in the file and in none of its contexts. */
  readonly leftOver: readonly LeftOver[];
  /** Things a person would want to know, as sentences. */
  readonly warnings: readonly Warning[];
}

class Refusal extends Error {}

type Entries = ReadonlyMap<string, YamlNode>;

/**
 * Reads a talosconfig as Talos does (pkg/machinery/client/config/config.go:146-156): scalars of any kind as
 * their source text, unknown keys passed over (and kept for us), `target` moved to the endpoints, the first
 * document only. Where talosctl would crash (a context that is null) it is refused.
 * Errors: `talosconfig-invalid`. No message holds a value of the file.
 */
export function parseTalosconfig(bytes: Uint8Array): Result<ParsedTalosconfig> {
  const yaml = readYaml(bytes);
  return yaml.ok ? readTalosconfig(yaml.value) : yaml;
}

/** The same for YAML that was read already. */
export function readTalosconfig(yaml: YamlDocument): Result<ParsedTalosconfig> {
  try {
    return success(readRoot(yaml));
  } catch (error) {
    if (error instanceof Refusal)
      return failure(
        invalid(error.message, "Correct that line; nothing was imported."),
      );
    throw error;
  }
}

function readRoot(yaml: YamlDocument): ParsedTalosconfig {
  const entries = mapOf(yaml.root, "The file");
  const unknown = new Map<string, Readonly<Record<string, JsonValue>>>();
  const warnings: Warning[] = [];
  const leftOver = [...aroundContexts(yaml, entries)];
  const contexts = new Map<string, TalosContext>();
  const named = mapOf(entries.get("contexts"), '"contexts"');
  if (named.size > maxContexts)
    throw new Refusal(
      `The file has more than ${String(maxContexts)} contexts.`,
    );
  for (const [name, node] of named) {
    if (node.kind === "null")
      throw new Refusal(
        `The context "${shown(name)}" is null (line ${String(node.line)}): talosctl crashes on it.`,
      );
    const reader = new ContextReader(
      name,
      mapOf(node, `The context "${shown(name)}"`),
    );
    const context = reader.read();
    const beyond = whyBeyondBounds(context);
    if (beyond !== null)
      throw new Refusal(
        `The context "${shown(name)}" ${beyond} (line ${String(node.line)}).`,
      );
    contexts.set(name, context);
    warnings.push(...reader.warnings);
    leftOver.push(...reader.leftOver);
    if (reader.unknown.size > 0)
      unknown.set(name, Object.fromEntries(reader.unknown));
  }
  return {
    leftOver,
    config: { context: textOf(entries.get("context")), contexts },
    unknown,
    warnings,
  };
}

function aroundContexts(
  { otherDocuments, comments, dropped }: YamlDocument,
  root: Entries,
): readonly LeftOver[] {
  const keys = [...root.keys()].filter(
    (key) => key !== "context" && key !== "contexts",
  );
  return [
    ...(otherDocuments.length > 0
      ? [{ kind: "documents" as const, lines: otherDocuments }]
      : []),
    ...keys.map((key) => ({ kind: "root-key" as const, key: shown(key) })),
    ...(dropped.length > 0
      ? [{ kind: "entries-without-key" as const, lines: dropped }]
      : []),
    ...(comments.length > 0
      ? [{ kind: "comments" as const, lines: comments }]
      : []),
  ];
}

const known = new Set(
  "target endpoints nodes ca crt key auth cluster proxy-url".split(" "),
);

class ContextReader {
  readonly warnings: Warning[] = [];
  readonly leftOver: LeftOver[] = [];
  // A map: a key may be called "__proto__".
  readonly unknown = new Map<string, JsonValue>();
  readonly #name: string;
  readonly #entries: Entries;

  constructor(name: string, entries: Entries) {
    this.#name = name;
    this.#entries = entries;
  }

  read(): TalosContext {
    const target = this.#text("target");
    if (target)
      this.warnings.push(
        warning(
          "deprecated-target",
          `The context "${shown(this.#name)}" uses the deprecated "target"; it becomes an endpoint, as in talosctl.`,
          {},
          "info",
        ),
      );
    this.#keep(this.#entries, known, "");
    const key = this.#text("key");
    const auth = this.#auth();
    return {
      endpoints: [
        ...listOf(this.#entries.get("endpoints")),
        ...(target ? [target] : []),
      ],
      nodes: listOf(this.#entries.get("nodes")),
      ...this.#optional("ca", "ca"),
      ...this.#optional("crt", "crt"),
      ...(key ? { key: new Secret(key) } : {}),
      ...(auth ? { auth } : {}),
      ...this.#optional("cluster", "cluster"),
      ...this.#optional("proxyUrl", "proxy-url"),
    };
  }

  #auth(): TalosAuth | null {
    const auth = mapOf(this.#entries.get("auth"), '"auth"');
    this.#keep(auth, new Set(["basic", "siderov1"]), "auth.");
    const basic = this.#part(auth, "basic", ["username", "password"]);
    const siderov1 = this.#part(auth, "siderov1", ["identity"]);
    if (!basic && !siderov1) return null;
    const password = new Secret(textOf(basic?.get("password")));
    return {
      ...(basic
        ? { basic: { username: textOf(basic.get("username")), password } }
        : {}),
      ...(siderov1
        ? { siderov1: { identity: textOf(siderov1.get("identity")) } }
        : {}),
    };
  }

  #part(auth: Entries, name: string, keys: readonly string[]): Entries | null {
    const node = auth.get(name);
    if (node === undefined || node.kind === "null") return null;
    const entries = mapOf(node, `"auth.${name}"`);
    this.#keep(entries, new Set(keys), `auth.${name}.`);
    return entries;
  }

  #keep(entries: Entries, expected: ReadonlySet<string>, path: string): void {
    for (const [key, node] of entries) {
      if (expected.has(key)) continue;
      const full = path + key;
      // "auth.x" beside an x in auth: one of the two has no place.
      if (this.unknown.has(full))
        this.leftOver.push({ kind: "key", context: this.#name, key: full });
      else this.unknown.set(full, toJson(node));
    }
  }

  #text(key: string): string {
    return textOf(this.#entries.get(key));
  }

  #optional<Name extends string>(
    name: Name,
    key: string,
  ): Partial<Record<Name, string>> {
    const text = this.#text(key);
    return text === "" ? {} : ({ [name]: text } as Record<Name, string>);
  }
}

function mapOf(node: YamlNode | undefined, what: string): Entries {
  if (node === undefined || node.kind === "null") return new Map();
  if (node.kind !== "map")
    throw new Refusal(`${what} is not a map (line ${String(node.line)}).`);
  return node.entries;
}

function textOf(node: YamlNode | undefined): string {
  if (node === undefined || node.kind === "null") return "";
  if (node.kind !== "text")
    throw new Refusal(
      `Line ${String(node.line)} has a ${node.kind} where text belongs.`,
    );
  return node.text;
}

/** Go drops null items and keeps empty ones. */
function listOf(node: YamlNode | undefined): readonly string[] {
  if (node === undefined || node.kind === "null") return [];
  if (node.kind !== "list")
    throw new Refusal(
      `Line ${String(node.line)} has a ${node.kind} where a list belongs.`,
    );
  return node.items.filter((item) => item.kind !== "null").map(textOf);
}
