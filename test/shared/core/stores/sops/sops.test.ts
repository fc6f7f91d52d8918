import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateHybridIdentity } from "age-encryption";
import { afterAll, describe, expect, test } from "vitest";
import { limits } from "../../../../../shared/core/limits.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { openSops } from "../../../../../shared/core/stores/sops/open-sops.ts";
import {
  resealSops,
  sealSops,
} from "../../../../../shared/core/stores/sops/seal-sops.ts";
import {
  formatOf,
  readSops,
} from "../../../../../shared/core/stores/sops/sops-file.ts";
import { recipientOf } from "../../../../../shared/core/vault/sealed/age/age.ts";
import { describeWithShared, sharedPath } from "../../../../shared-material.ts";

// Made by sops 3.11.0; talosconfig.yaml is what it was given, and nobody's.
const vectors = join(import.meta.dirname, "../../../../vectors/sops");
const read = (name: string) =>
  new Uint8Array(readFileSync(join(vectors, name)));
const identity = new Secret(
  readFileSync(join(vectors, "identity.txt"), "utf8").trim(),
);
const now = new Date("2026-11-29T12:00:00Z");

async function openWithSeal(bytes: Uint8Array, key = identity) {
  const reading = readSops(bytes);
  return reading.kind === "read" ? openSops(reading.file, [key]) : reading;
}

async function open(bytes: Uint8Array, key = identity) {
  const opened = await openWithSeal(bytes, key);
  return opened.kind === "opened"
    ? { kind: opened.kind, bytes: opened.bytes }
    : opened;
}

test.each(["talosconfig", "secrets"])(
  "a YAML of SOPS is opened to the bytes that it was given: %s",
  async (name) => {
    const opened = await open(read(`${name}.sops.yaml`));
    expect(opened).toEqual({ kind: "opened", bytes: read(`${name}.yaml`) });
  },
);

test("any bytes that SOPS encrypted come back as they were", async () => {
  const opened = await open(read("bytes.sops.json"));
  const bytes = new Uint8Array([0x61, 0xff, 0, 0x62, 0x0d, 0x0a]);
  expect(opened).toEqual({ kind: "opened", bytes });
});

describe("a line that was altered", () => {
  const text = readFileSync(join(vectors, "talosconfig.sops.yaml"), "utf8");
  const lines = text.split("\n").slice(0, -1);
  // The format has no check of these (docs/decisions/0074): nothing of SOPS' own is read, and what has no value says nothing.
  const free = /^ {4}(?:unencrypted_suffix|version|spare):|: \[\]$/;

  test.each(lines.flatMap((line, at) => (free.test(line) ? [] : [[at + 1]])))(
    "%i",
    async (number) => {
      for (const change of [flipped, () => null]) {
        const line = change(lines[number - 1] ?? "");
        const changed = lines.flatMap((one, at) =>
          at === number - 1 ? (line === null ? [] : [line]) : [one],
        );
        const bytes = new TextEncoder().encode(`${changed.join("\n")}\n`);
        const opened = await open(bytes);
        expect(opened.kind).not.toBe("opened");
      }
    },
  );

  test("a value in clear in place of one that was encrypted is refused", async () => {
    const changed = text.replace(/- ENC\[[^\n]*/, "- 6.6.6.6");
    const opened = await open(new TextEncoder().encode(changed));
    expect(opened).toEqual({
      kind: "altered",
      where: "its value contexts.lab.endpoints was changed",
    });
  });

  test("two values of a list that changed places are refused for the MAC", async () => {
    const changed = text.replace(/( *- ENC\[.*\n)( *- ENC\[.*\n)/, "$2$1");
    const opened = await open(new TextEncoder().encode(changed));
    expect(opened).toEqual({
      kind: "altered",
      where: "values were changed, moved or left out",
    });
  });
});

/** The last letter of a line that is not a quote or a bracket becomes another one of its kind. */
function flipped(line: string): string {
  const at = line.search(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/);
  const letter = line[at] ?? "";
  const other = letter === "A" ? "B" : "A";
  return line.slice(0, at) + other + line.slice(at + 1);
}

test("a file keeps its form when it is changed", async () => {
  const recipient = await recipientOf(identity);
  const plain = read("talosconfig.yaml");
  for (const format of ["yaml", "binary"] as const) {
    const sealed = await sealSops(plain, [recipient], now, format);
    expect(sealed.format).toBe(format);
    const opened = await openWithSeal(new TextEncoder().encode(sealed.text));
    if (opened.kind !== "opened") throw new Error(opened.kind);
    expect(resealSops(plain, opened.seal, now).format).toBe(format);
  }
});

test("a name that SOPS takes for another form is no name for a new file", () => {
  expect(["lab.env", "lab.ini"].map(formatOf)).toEqual([null, null]);
});

test("somebody else's key opens nothing", async () => {
  const other = new Secret(
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
  );
  expect(await open(read("talosconfig.sops.yaml"), other)).toEqual({
    kind: "no-key",
  });
});

test("a file whose MAC leaves values out is left to SOPS", async () => {
  const text = readFileSync(join(vectors, "talosconfig.sops.yaml"), "utf8");
  const bytes = new TextEncoder().encode(
    `${text}    mac_only_encrypted: true\n`,
  );
  expect(await open(bytes)).toMatchObject({ kind: "beyond" });
});

test("a file that says that some of its values are in clear is left to SOPS where one is", async () => {
  const text = readFileSync(join(vectors, "talosconfig.sops.yaml"), "utf8");
  const opened = (more: string, of = text) =>
    open(new TextEncoder().encode(`${of}    ${more}\n`));
  expect(await opened("encrypted_regex: .")).toMatchObject({ kind: "opened" });
  const inClear = text.replace(/- ENC\[[^\n]*/, "- 192.0.2.1");
  expect(await opened("encrypted_regex: key", inClear)).toMatchObject({
    kind: "beyond",
  });
  const suffixed = text.replace("suffix: _unencrypted", "suffix: endpoints");
  expect(await open(new TextEncoder().encode(suffixed))).toMatchObject({
    kind: "beyond",
  });
});

test("JSON that is nested too deeply for a YAML is not read as one of SOPS", () => {
  const nested = (levels: number) => {
    const list = `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const text = `{"data":"ENC[]","sops":{"mac":"","age":${list}}}`;
    return readSops(new TextEncoder().encode(text)).kind;
  };
  const around = 2;
  expect(nested(limits.yamlDepth.most - around)).toBe("read");
  expect(nested(limits.yamlDepth.most - around + 1)).toBe("none");
});

test("what was sealed is opened to the same bytes, value by value where SOPS gives them back", async () => {
  const recipient = await recipientOf(identity);
  for (const [bytes, format] of [
    [read("talosconfig.yaml"), "yaml"],
    [read("secrets.yaml"), "yaml"],
    [new TextEncoder().encode("# a note\ncontext: a\n"), "binary"],
    [new TextEncoder().encode("a_unencrypted: a\n"), "binary"],
    [new Uint8Array([0xff, 0]), "binary"],
  ] as const) {
    const sealed = await sealSops(bytes, [recipient], now);
    expect(sealed.format).toBe(format);
    const opened = await open(new TextEncoder().encode(sealed.text));
    expect(opened).toEqual({ kind: "opened", bytes });
  }
});

// age itself refuses such a team in one file (findings/age-refuses-a-team-that-sops-encrypts-to.sh); SOPS has one for each.
test("opens to each of a team of whom one has a post-quantum key", async () => {
  const keys = [identity, new Secret(await generateHybridIdentity())];
  const team = await Promise.all(keys.map((key) => recipientOf(key)));
  const bytes = read("talosconfig.yaml");
  const sealed = await sealSops(bytes, team, now);
  const file = new TextEncoder().encode(sealed.text);
  for (const key of keys)
    expect(await open(file, key)).toEqual({ kind: "opened", bytes });
});

describeWithShared("the real sops", ["tools/sops", "fixtures"], () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-sops-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const sops = (args: readonly string[], input: string | Uint8Array) =>
    new Uint8Array(
      execFileSync(sharedPath("tools/sops"), args, {
        cwd: folder,
        input,
        env: { ...process.env, SOPS_AGE_KEY: identity.reveal() },
        stdio: ["pipe", "pipe", "ignore"],
      }),
    );

  test.each([
    ["lab/talosconfig", "yaml"],
    ["prod/talosconfig", "yaml"],
    ["merged.talosconfig", "yaml"],
    ["lab/secrets.yaml", "yaml"],
    ["lab/controlplane.yaml", "binary"],
  ])("both ways, the bytes of %s", async (name, format) => {
    const bytes = new Uint8Array(readFileSync(sharedPath(`fixtures/${name}`)));
    const recipient = await recipientOf(identity);
    const types = ["--input-type", format, "--output-type", format];
    const output = format === "binary" ? ["--output-type", "json"] : [];
    const theirs = sops(
      [
        "encrypt",
        "--age",
        recipient,
        "--filename-override",
        "x",
        ...types,
        ...output,
      ],
      bytes,
    );
    expect(await open(theirs)).toEqual({ kind: "opened", bytes });
    const ours = await sealSops(bytes, [recipient], now);
    expect(ours.format).toBe(format);
    expect(sops(["decrypt", ...types], ours.text)).toEqual(bytes);
    // Nothing but what is random, or a moment, differs.
    const form = (text: string) =>
      text.replaceAll(
        /ENC\[[^\]]*\]|^ *[A-Za-z0-9+/=]{20,}$|\d{4}-[\d:TZ-]+|\\n[^"]{20,}/gm,
        "…",
      );
    expect(form(ours.text)).toBe(form(new TextDecoder().decode(theirs)));
  });

  test.each([
    ["--encrypted-regex", "^key$"],
    ["--unencrypted-suffix", "points"],
  ])("is left what it made with %s %s", async (...choice) => {
    const plain = new TextDecoder().decode(read("talosconfig.yaml"));
    writeFileSync(join(folder, "plain.yaml"), plain);
    const recipient = await recipientOf(identity);
    const theirs = sops(
      ["encrypt", "--age", recipient, ...choice, "plain.yaml"],
      "",
    );
    expect(await open(theirs)).toMatchObject({ kind: "beyond" });
  });

  test.each(["lab.yaml", "lab.yml", "lab.sops", "lab", "lab.json"])(
    "opens what is new here, by its name alone: %s",
    async (name) => {
      const plain = read("talosconfig.yaml");
      const recipient = await recipientOf(identity);
      const format = formatOf(name) ?? "yaml";
      const sealed = await sealSops(plain, [recipient], now, format);
      writeFileSync(join(folder, name), sealed.text);
      const opened = new TextDecoder().decode(sops(["decrypt", name], ""));
      const text = new TextDecoder().decode(plain);
      if (name.endsWith(".json"))
        expect(JSON.parse(opened)).toEqual({ data: text });
      else expect(opened).toBe(text);
    },
  );

  test.each(["talosconfig.sops.yaml", "bytes.sops.json"])(
    "opens its own file after a change here: %s",
    async (name) => {
      const opened = await openWithSeal(read(name));
      if (opened.kind !== "opened") throw new Error(opened.kind);
      const type = name.endsWith("json") ? "binary" : "yaml";
      const text = new TextDecoder().decode(opened.bytes);
      const changed = new TextEncoder().encode(`${text}more: "1"\n`);
      const ours = resealSops(changed, opened.seal, now);
      const types = ["--input-type", type, "--output-type", type];
      expect(sops(["decrypt", ...types], ours.text)).toEqual(changed);
    },
  );

  test("writes what is opened here, with odd names and texts", async () => {
    const text = [
      'context: "y"',
      "contexts:",
      '    "y":',
      "        endpoints: []",
      "    a b:",
      '        note: "0123"',
      "        lines: |",
      "            one",
      "            two",
      "    😀 é:",
      "        thirty: 1:20:30",
      '    "on: it":',
      "        list:",
      "            - 'yes'",
      "            - key: value",
      "              other: {}",
      "",
    ].join("\n");
    writeFileSync(join(folder, "odd.yaml"), text);
    const recipient = await recipientOf(identity);
    const theirs = sops(["encrypt", "--age", recipient, "odd.yaml"], "");
    const plain = sops(
      ["decrypt", "--input-type", "yaml", "--output-type", "yaml"],
      theirs,
    );
    expect(await open(theirs)).toEqual({ kind: "opened", bytes: plain });
  });
});
