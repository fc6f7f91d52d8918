import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPem } from "../../shared/core/pki/pem.ts";
import { otherFiles } from "../doubles/other-files.ts";
import { sharedPath } from "../shared-material.ts";

const own = (name: string) =>
  readFileSync(join(import.meta.dirname, "seeds", name));

/** A talosconfig with two contexts, and certificates with keys of other kinds; all of nobody. */
export const seedTalosconfig = own("talosconfig");
export const seedPem = own("certificates.pem");

const fixtures = [
  "merged.talosconfig",
  "lab/talosconfig",
  "lab/secrets.yaml",
  "lab/controlplane.yaml",
  "prod/talosconfig",
  "prod/secrets.yaml",
  "expired-os-reader.yaml",
].map((name) => sharedPath(`fixtures/${name}`));

/** Talosconfigs: our own, and those of the folder beside the repository, where it is. */
export function talosconfigSeeds(): readonly Uint8Array[] {
  return [
    seedTalosconfig,
    Buffer.from(spelled),
    ...shared().filter((bytes) => Buffer.from(bytes).includes("contexts:")),
  ];
}

/** Every kind of file that somebody may take for a talosconfig. */
export function fileSeeds(): readonly Uint8Array[] {
  return [
    ...talosconfigSeeds(),
    ...Object.values(otherFiles).map(([content]) =>
      typeof content === "string" ? Buffer.from(content) : content,
    ),
    seedPem,
    ...shared(),
  ];
}

/** Certificates as DER. */
export function certificateSeeds(): readonly Uint8Array[] {
  const fields = seedTalosconfig
    .toString("latin1")
    .matchAll(/(?:ca|crt): (\S+)/g);
  const texts = [...fields].map(([, text = ""]) => Buffer.from(text, "base64"));
  return [seedPem, ...texts].flatMap((bytes) =>
    readPem(bytes)
      .filter(({ label }) => label === "CERTIFICATE")
      .map(({ der }) => der),
  );
}

function shared(): readonly Uint8Array[] {
  return fixtures
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path));
}

/** What YAML has beside what talosctl writes. */
const spelled = `%YAML 1.2
--- # a comment
context: &current "a\\x20b"
contexts: {
  'a b': {endpoints: [10.0.0.1, "[fd00::1]:6443", ], nodes: [!!str 1, ~]},
  ? b
  : target: *current
}
<<: {x: 1}
folded: >-2
    a
  b
literal: |+
  c

...
--- second
`;

export const yamlWords = [
  "---\n", "...\n", "%YAML 1.1\n", "%TAG ! tag:x,2000:\n", "&a ", "*a", "<<: ", "<<: *a\n", "? ", ": ", "- ", "!!binary |\n", "!!str ", "! ", "!<x> ",
  "|\n", ">-\n", "|9\n", "'", '"', "\\", "\\u0000", "\\UFFFFFFFF", "\\xZZ", "{", "}", "[", "]", ",", "#", "\t", "\r", "\r\n", "\n\n", "\u00c2\u0085",
  "\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\0", "null", "~", "contexts:\n", "context: ", "  key: ", "endpoints:\n", "auth: {siderov1: {identity: ", "__proto__: ", "constructor: ",
]; // prettier-ignore
