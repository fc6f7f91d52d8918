import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

const sdks = ["@aws-sdk", "@smithy", "@azure"];

test("the quick way to exec loads no parser of certificates, no gRPC, no OpenSSL and no age", () => {
  const loaded = [...loadedBy("exec-fast-path-")].join("\n");
  expect(loaded).toContain("function readPlainExec");
  for (const library of [
    "node-forge",
    "connectrpc",
    "age-encryption",
    "commander",
    ...sdks,
  ])
    expect(loaded).not.toContain(`node_modules/${library}`);
  expect(loaded).not.toContain('require("node:crypto")');
});

test("exec without an agent makes no schemas of its messages, and diagnoses nothing that works", () => {
  const loaded = [
    ...loadedBy("exec-fast-path-"),
    ...loadedBy("open-document-"),
    ...loadedBy("credential-for-session-"),
  ].join("\n");
  expect(loaded).toContain("function withOtherWays");
  expect(loaded).not.toContain("function readAgentReply");
  expect(loaded).not.toContain("function clusterError");
});

test("the executable's exec loads no sockets, streams, processes or terminals of Node's: each costs it milliseconds", () => {
  const sources = new Set<string>();
  for (const entry of [
    "cli/standalone.ts",
    "cli/run-fastest-way.ts",
    "cli/commands/sessions/exec/exec-fast-path.ts",
    "cli/ports/vault/open-document.ts",
    "cli/ports/machine-vault-ports.ts",
    "shared/core/usecases/agent/agent-vault.ts",
    "shared/node/sessions/leases/lease-journal.ts",
  ])
    addImports(resolve(entry), sources);
  const text = [...sources].map((path) => readFileSync(path, "utf8")).join("");
  expect(text).toContain("function secretServiceKeychain");
  expect(text).toContain("function runCommand");
  const found = text.match(
    /^(?:import (?!type).*|\} )from "node:(?:net|child_process|stream|tty|util|events|http2?|tls)";/gm,
  );
  expect(found).toBeNull();
});

test("what every verb loads has no SDK of a cloud in it", () => {
  const loaded = [...loadedBy("talos-vault.cjs"), ...loadedBy("push-")];
  expect(loaded.length).toBeGreaterThan(2);
  for (const sdk of sdks)
    expect(loaded.join("\n")).not.toContain(`node_modules/${sdk}`);
});

test.each(["list", "set", "import", "pull"])(
  "%s builds no descriptors of the Talos API",
  (verb) => {
    const loaded = [...loadedBy(`${verb}-`)];
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.join("\n")).not.toContain("node_modules/@bufbuild/protobuf");
  },
);

/** The texts of the built files that one file loads at once, itself included. */
function loadedBy(start: string): ReadonlySet<string> {
  const folder = dirname(resolve(manifest.bin["talos-vault"]));
  const files = new Set<string>();
  const visit = (name: string): void => {
    if (files.has(name)) return;
    files.add(name);
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, next = ""] of text.matchAll(
      /^(?:const|let) \w+ = require\("\.\/([^"]+)"\)/gm,
    ))
      visit(next);
  };
  const isIt = (name: string) =>
    name === start ||
    (name.startsWith(start) &&
      /^[\w-]{8}\.cjs$/.test(name.slice(start.length)));
  visit(readdirSync(folder).find(isIt) ?? "");
  return new Set(
    [...files].map((name) => readFileSync(join(folder, name), "utf8")),
  );
}

/** A source and what it imports at once, other sources of ours alone. */
function addImports(path: string, into: Set<string>): void {
  if (into.has(path)) return;
  into.add(path);
  const imports = /^(?:import (?!type)[^;]*?|export [^;]*?)from "(\.[^"]+)";/gm;
  for (const [, next = ""] of readFileSync(path, "utf8").matchAll(imports))
    addImports(resolve(dirname(path), next), into);
}
