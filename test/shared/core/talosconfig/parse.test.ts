import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeGoBase64 } from "../../../../shared/core/talosconfig/go-base64.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import type { Talosconfig } from "../../../../shared/core/talosconfig/types.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";
import { fromVector, type VectorConfig } from "./vector-config.ts";

interface UnmarshalVector {
  readonly name: string;
  readonly yaml: string;
  readonly error: string;
  readonly panic?: string;
  readonly out: VectorConfig | null;
}

const vectorFile = "vectors/talosconfig.json";
const encode = (text: string) => new TextEncoder().encode(text);

const datesAreRead =
  "talosctl 1.10 to 1.12 (go-yaml v3 and v4 rc.3) read an unquoted date as text, as we do; the vectors are of a newer one";

/** Where we differ from talosctl on purpose. */
const deviations: Readonly<Record<string, string>> = {
  "null context":
    "talosctl crashes with a nil pointer; we refuse the file and name the context",
  "date to string fails": datesAreRead,
  "date key fails": datesAreRead,
  "date context fails": datesAreRead,
  "bad 2nd doc, early":
    "talosctl refuses it because its scanner happens to look ahead; only the first document counts, " +
    "so we read it and say that more documents follow, as for a second document that breaks later",
};

/** The bytes of the vector: JSON cannot hold invalid UTF-8, so its file has the replacement character. */
function bytesOf({ name, yaml }: UnmarshalVector): Uint8Array {
  if (name !== "bad utf8") return encode(yaml);
  return encode(yaml.replace("\ufffd", "?")).map((byte) =>
    byte === 0x3f ? 0xff : byte,
  );
}

/** Secrets compare by their text here. */
function revealed(config: Talosconfig): unknown {
  return {
    context: config.context,
    contexts: [...config.contexts].map(([name, { key, auth, ...rest }]) => [
      name,
      rest,
      key?.reveal() ?? null,
      auth ?? null,
      auth?.basic?.password.reveal() ?? null,
    ]),
  };
}

describeWithShared("reading as go-yaml does", [vectorFile], () => {
  const file = JSON.parse(readFileSync(sharedPath(vectorFile), "utf8")) as {
    unmarshal: UnmarshalVector[];
    base64_std_decode: { in: string; error: string; out: string }[];
  };

  test("the vectors are all there", () => {
    expect(file.unmarshal).toHaveLength(52);
    expect(file.base64_std_decode).toHaveLength(18);
  });

  const same = file.unmarshal.filter(({ name }) => !(name in deviations));
  test.each(same.map((vector) => [vector.name, vector] as const))(
    "reads %s",
    (_, vector) => {
      const parsed = parseTalosconfig(bytesOf(vector));
      expect(parsed.ok).toBe(vector.error === "");
      if (!parsed.ok || !vector.out) return;
      expect(revealed(parsed.value.config)).toEqual(
        revealed(fromVector(vector.out)),
      );
    },
  );

  test("differs from talosctl only where the table says why", () => {
    const found = file.unmarshal.filter(({ name }) => name in deviations);
    expect(found.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(deviations).toSorted(),
    );
    const results = Object.fromEntries(
      found.map((vector) => [vector.name, parseTalosconfig(bytesOf(vector))]),
    );
    expect(results["null context"]).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("null") as string },
    });
    expect(results["bad 2nd doc, early"]).toMatchObject({
      ok: true,
      value: {
        leftOver: [{ kind: "documents", lines: [expect.any(Number)] }],
      },
    });
  });

  test.each(file.base64_std_decode)(
    "decodes base64 as Go does: $in",
    (vector) => {
      const decoded = decodeGoBase64(vector.in);
      expect(decoded.ok).toBe(vector.error === "");
      if (decoded.ok)
        expect(new TextDecoder().decode(decoded.bytes)).toBe(vector.out);
      else expect(vector.error).toContain(`byte ${String(decoded.offset)}`);
    },
  );
});

describe("what Talos drops without a word", () => {
  const yaml =
    "z: 1\ncontexts:\n  a:\n    target: 1.2.3.4\n    owner: {team: infra, since: 2020}\n";

  test("unknown keys of a context are kept with their path and value", () => {
    const parsed = parseTalosconfig(encode(yaml));
    expect(parsed.ok && parsed.value.unknown.get("a")).toEqual({
      owner: { team: "infra", since: 2020 },
    });
  });

  test("unknown keys of the file and the deprecated target are reported", () => {
    const parsed = parseTalosconfig(encode(yaml));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        warnings: [
          {
            code: "deprecated-target",
            message: expect.stringContaining('"target"') as string,
          },
        ],
        leftOver: [{ kind: "root-key", key: "z" }],
      },
    });
  });
});

describe("hostile files are refused quickly and without quoting them", () => {
  const hostile: Readonly<Record<string, () => Uint8Array>> = {
    "an alias bomb": () => {
      const rows = Array.from({ length: 30 }, (_, n) =>
        n === 0 ? "a0: &a0 [x]" : `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`,
      );
      return encode(`${rows.join("\n")}\n`);
    },
    "an anchor inside itself": () => encode("contexts: &x\n  a: *x\n"),
    "a million open brackets": () => encode("[".repeat(1_000_000)),
    "a thousand nested maps": () =>
      encode("z: " + "{a: ".repeat(1000) + "1" + "}".repeat(1000)),
    "33 MiB": () => new Uint8Array(33 * 1024 * 1024).fill(0x61),
    "a lone surrogate": () => encode('context: "\\ud800"\n'),
    "binary rubbish": () =>
      new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]),
  };

  test.each(Object.entries(hostile))("%s", (_, make) => {
    const bytes = make();
    const parsed = parseTalosconfig(bytes);
    expect(parsed.ok).toBe(false);
  });

  test("more than 10,000 contexts are refused", () => {
    const names = Array.from(
      { length: 10_001 },
      (_, n) => `  c${n}: {endpoints: [x]}`,
    );
    const parsed = parseTalosconfig(encode(`contexts:\n${names.join("\n")}\n`));
    expect(parsed).toMatchObject({
      ok: false,
      error: { code: "talosconfig-invalid" },
    });
  });

  test("an error holds no value of the file", () => {
    const parsed = parseTalosconfig(
      encode("contexts: {a: {key: [canary-value]}}\n"),
    );
    expect(JSON.stringify(parsed)).not.toContain("canary-value");
  });
});
