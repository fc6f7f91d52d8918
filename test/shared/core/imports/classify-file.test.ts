import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  classifyFile,
  otherFileOf,
} from "../../../../shared/core/imports/classify-file.ts";
import { otherFileProblem } from "../../../../shared/core/imports/file-kinds/other-file-text.ts";
import { otherFiles } from "../../../doubles/other-files.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

const talosconfig = makeTalosconfig(1);
const kindOf = (content: string | Uint8Array) =>
  otherFileOf(classifyFile(Buffer.from(content)));

describe("a file is known by its first bytes or its structure", () => {
  test.each(Object.entries(otherFiles))("%s", (_, [content, kind]) => {
    expect(kindOf(content)).toMatchObject(kind);
  });

  test.each(Object.entries(otherFiles))(
    "%s is said in words that hold nothing of it, for either question",
    (_, [content]) => {
      const file = kindOf(content);
      for (const asked of ["talosconfig", "authority"] as const) {
        const { message, next } = otherFileProblem("FILE", file, asked);
        expect(message).toMatch(/^FILE (is|has) .+\.$/);
        expect(next).toMatch(/\.$/);
        expect(`${message} ${next}`).not.toMatch(/talos-vault|LS0tLS|ENC\[/);
      }
    },
  );

  test.each([
    ["a talosconfig", talosconfig],
    ["a talosconfig in JSON", '{"contexts": {"a": {"endpoints": ["x"]}}}'],
    ["a talosconfig with a mark", `\ufeff${talosconfig}`],
    ["a context with nothing in it", "contexts: {a: {}}\n"],
    [
      "dates without quotes",
      "context: 2024-01-01\ncontexts: {2024-01-01: {endpoints: [2024-01-02]}}\n",
    ],
  ])("%s is one", (_, text) => {
    expect(classifyFile(Buffer.from(text)).kind).toBe("talosconfig");
  });
});

describe("what Terraform and Pulumi print", () => {
  const sensitive = (value: unknown) => ({ sensitive: true, type: "string", value }); // prettier-ignore
  const other = talosconfig.replaceAll("context-1", "other");
  const client = { caCertificate: "a", clientCertificate: "b", clientKey: "c" };
  const forms: Readonly<Record<string, readonly [unknown, object]>> = {
    "terraform output -json": [{ tc: sensitive(talosconfig), ip: sensitive("x") }, { contexts: ["context-1"], leftOver: ["ip"] }], // prettier-ignore
    "terraform output -json NAME, pulumi stack output NAME --json": [talosconfig, { contexts: ["context-1"], leftOver: [] }], // prettier-ignore
    "a data source as an output": [{ tc: sensitive({ talos_config: talosconfig, cluster_name: "a" }) }, { contexts: ["context-1"], leftOver: ["tc"] }], // prettier-ignore
    "pulumi stack output --json --show-secrets": [{ talosconfigRaw: talosconfig, clientConfiguration: client }, { contexts: ["context-1"], leftOver: ["clientConfiguration"] }], // prettier-ignore
    "a result of getConfiguration": [{ all: { talosConfig: talosconfig, clientConfiguration: client } }, { contexts: ["context-1"], leftOver: ["all"] }], // prettier-ignore
    "two clusters, one of them twice": [{ a: talosconfig, b: other, c: talosconfig }, { contexts: ["context-1", "other"], leftOver: [] }], // prettier-ignore
  };

  test.each(Object.entries(forms))(
    "%s is a talosconfig, and the rest is left over",
    (_, [content, expected]) => {
      const file = classifyFile(Buffer.from(JSON.stringify(content, null, 2)));
      if (file.kind !== "talosconfig") throw new Error(file.kind);
      const { config, leftOver } = file.parsed;
      const keys = leftOver.map((one) => (one.kind === "root-key" ? one.key : one.kind)); // prettier-ignore
      expect({ contexts: [...config.contexts.keys()], leftOver: keys }).toEqual(expected); // prettier-ignore
      expect(config.contexts.get("context-1")?.endpoints).toEqual(["10.0.1.2"]);
    },
  );
});

describe("a file of 31 MiB is judged in seconds, whatever is in it", () => {
  const size = 31 * 1024 * 1024;
  const filled = (start: string, unit: string, end = "") =>
    start + unit.repeat(Math.floor(size / unit.length)) + end;

  test.each([
    ["list items", filled("contexts:\n  a:\n    nodes:\n", "    - a\n")],
    ["comments", filled("contexts: {a: {}}\n", "# a\n")],
    ["blank lines", filled("contexts: {a: {}}\n", "\n")],
    ["tags", filled("contexts: {}\n", "!a ")],
    ["anchors", filled("contexts: {}\n", "&a ")],
    ["directives", filled("", "%FOO a\n", "---\ncontexts: {}\n")],
    ["lines in quotes", filled("contexts: {a: {ca: '", "\n\n", "'}}\n")],
    ["escapes", filled('contexts: {a: {ca: "', "\\n", '"}}')],
    ["keys without values", filled('{"contexts":{', '"a":', "}}")],
    ["base64", filled("", "QUFB")],
    ["one word", filled("", "a")],
  ])("%s", (_, text) => {
    expect(kindOf(Buffer.from(text))).not.toMatchObject({
      kind: "talosconfig",
    });
  });

  test.each([
    ["tags in a row", "contexts: {}\n" + "!a ".repeat(100_000)],
    ["quotes in a row", "contexts: {}\nb: " + "'c' ".repeat(100_000)],
    ["keys in a list", "contexts: [a " + "b: c ".repeat(100_000) + "]"],
  ])("%s that are no YAML", (_, text) => {
    const started = process.cpuUsage();
    expect(classifyFile(Buffer.from(text)).kind).toBe("broken");
    const { user } = process.cpuUsage(started);
    expect(user / 1_000_000).toBeLessThan(5);
  });
});

describe("what age writes", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-age-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "plain"), talosconfig);
  const key = execFileSync("age-keygen", {
    stdio: ["ignore", "pipe", "ignore"],
  });
  writeFileSync(join(folder, "key"), key);
  const [recipient = ""] = /age1\w+/.exec(key.toString()) ?? [];

  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: folder });

  test.each([[[]], [["-a"]]])("is known with %j", (options) => {
    run("age", [...options, "-r", recipient, "-o", "out", "plain"]);
    expect(kindOf(readFileSync(join(folder, "out")))).toMatchObject({
      kind: "encrypted",
      by: "age",
    });
  });
});

describeWithShared(
  "what talosctl writes",
  ["fixtures/lab", "fixtures/prod"],
  () => {
    test.each([
      ["lab/talosconfig", "talosconfig"],
      ["lab/secrets.yaml", "secrets"],
      ["lab/controlplane.yaml", "machine-config"],
      ["prod/worker.yaml", "machine-config"],
      ["merged.talosconfig", "talosconfig"],
    ])("%s", (path, kind) => {
      expect(
        kindOf(readFileSync(sharedPath(`fixtures/${path}`))),
      ).toMatchObject({
        kind,
      });
    });
  },
);
