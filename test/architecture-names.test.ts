import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/**
 * A context's name is shown by `ContextName` alone, which marks production (docs/decisions/0047). What these find in a
 * page is a name beside it; who is listed shows the name of something else, or puts a name where no mark can stand.
 */
const ways: Readonly<
  Record<
    string,
    { readonly pattern: RegExp; readonly files: readonly string[] }
  >
> = {
  "as a text between tags": {
    pattern:
      />\s*(?:[^<>{}=;()]*\s)?\{(?:\w+\??\.)*(?:name|context|asker|nameNow)\}/,
    files: [
      // Certificates of CAs on the board.
      "renderer/features/renewal/expiry/expiry-time-line.tsx",
      // Fields of a certificate.
      "renderer/features/issuing/issue-preview.tsx",
      // Endpoints, steps.
      "renderer/features/health/endpoint-title.tsx",
      "renderer/ui/steps.tsx",
    ],
  },
  "as a part of a text": {
    pattern:
      /(?:text|next|title|hint|children|waiting):?\s*=?\{?\s*`[^`]*\$\{(?:\w+\??\.)*(?:name|context|asker|nameNow)\}/,
    files: [],
  },
  "in a list of texts": {
    pattern: /(?:names|contexts)(?:\.slice\([^)]*\))?\.join\(/,
    files: [],
  },
  "by the name that stands for an empty one": {
    pattern: /calledName\(/,
    files: ["renderer/features/names/context-name.tsx"],
  },
};

const sources = globSync("renderer/**/*.{ts,tsx}", { cwd: root }).map((file) =>
  file.replaceAll("\\", "/"),
);

describe("the name of a context is shown in one way", () => {
  test.each(Object.entries(ways))("not %s", (_, { pattern, files }) => {
    const found = sources.filter((file) =>
      pattern.test(
        readFileSync(join(root, file), "utf8").replace(
          /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm,
          "",
        ),
      ),
    );
    expect(found.filter((file) => !files.includes(file))).toEqual([]);
    // A file that no longer needs its place loses it.
    expect(files.filter((file) => !found.includes(file))).toEqual([]);
  });
});

/** Texts with a name that are no sentence which a window marks, or carry the mark in words. */
const unquoted = [
  "shared/core/usecases/audit/record-contexts.ts",
  "shared/core/usecases/renewal/expiry-calendar.ts",
  "shared/core/usecases/vault/doctor/check-generations.ts",
  "shared/host/audit/verify-log.ts",
  "shared/host/diagnostics.ts",
];

test("a sentence of main has a context's name in quotes: by them the window knows it (renderer/features/names/sentence.tsx)", () => {
  const name = /`[^`]*[^"`]\$\{(?:\w+\.)*(?:name|from|to|as|context|asker)\}/;
  const spoken = /^[^\n]*`[^`\n]* [^`\n]*`/;
  const found =
    globSync("shared/{host,core/policy,core/usecases}/**/*.ts", { cwd: root }) // prettier-ignore
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) =>
        readFileSync(join(root, file), "utf8")
          .split("\n")
          .some(
            (line) =>
              name.test(line.replaceAll(/"\$\{[^}]*\}"/g, '""')) &&
              spoken.test(line) &&
              !/path|key/.test(line),
          ),
      );
  expect(found.toSorted()).toEqual(unquoted);
});
