import { describe, expect, test } from "vitest";
import { importContexts } from "../../../../../shared/core/usecases/imports/import-contexts.ts";
import {
  readImport,
  type ImportedFile,
} from "../../../../../shared/core/usecases/imports/imported-file.ts";
import type { OnConflict } from "../../../../../shared/core/usecases/imports/plan-import.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { documentOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";

const now = new Date("2026-11-24T12:00:00Z");
const file = (text: string): ImportedFile =>
  must(readImport("FILE", { bytes: Buffer.from(text), identity: null }));
const put = async (
  document: VaultDocument,
  text: string,
  onConflict: OnConflict = "rename",
) =>
  must(
    await importContexts(
      document,
      file(text),
      { onConflict, use: false },
      { now, earlier: new Map() },
    ),
  );
const empty = documentOf({});
const lab = makeTalosconfig(1).replaceAll("context-1", "lab");
const other = makeTalosconfig(1).replaceAll("context-1", "lab");
/** The same context twice, with two names and two addresses. */
const [, body = ""] = lab.split("    lab:\n");
const twice = `contexts:\n    prod-eu:\n${body}    prod-us:\n${body.replace("10.0.1.2", "10.9.0.1")}`;
const endpointsOf = ({ contexts }: VaultDocument) =>
  Object.fromEntries(
    [...contexts].map(([name, { config }]) => [name, config.endpoints]),
  );

describe("contexts of one file are not taken for each other", () => {
  test.each(["rename", "replace", "skip", "fail"] as const)(
    "two with one credential are both there with %s",
    async (onConflict) => {
      const { document } = await put(empty, twice, onConflict);
      expect(endpointsOf(document)).toEqual({
        "prod-eu": ["10.0.1.2"],
        "prod-us": ["10.9.0.1"],
      });
      expect((await put(document, twice, onConflict)).document).toBe(document);
    },
  );

  test("a name keeps its addresses when another of the same credential comes later", async () => {
    const eu = (await put(empty, lab.replaceAll("lab", "prod-eu"))).document;
    const us = lab.replaceAll("lab", "prod-us").replace("10.0.1.2", "10.9.0.1");
    const { document, report } = await put(eu, us, "replace");
    expect(endpointsOf(document)).toEqual({
      "prod-eu": ["10.0.1.2"],
      "prod-us": ["10.9.0.1"],
    });
    expect(report.contexts[0]).toMatchObject({
      kind: "new",
      sameCredentialAs: "prod-eu",
    });
  });
});

describe("the same file again changes nothing", () => {
  test("where its name is held by another state of the same credential", async () => {
    const before = (await put(empty, lab)).document;
    const moved = lab.replace("10.0.1.2", "127.0.0.1:40001");
    const once = (await put(before, moved)).document;
    expect(once.contexts.size).toBe(2);
    expect((await put(once, moved)).document).toBe(once);
    expect((await put(once, lab)).document).toBe(once);
  });

  test("for contexts without a credential, one of an odd name, and one that clashed", async () => {
    const texts = [
      "contexts:\n  a: {endpoints: [x]}\n  b: {endpoints: [x]}\n",
      "contexts:\n  a: {endpoints: [y]}\n",
      'contexts:\n  "a\\u202e": {endpoints: [z]}\n  "": {endpoints: [z]}\n  "-": {endpoints: [w]}\n',
      other,
    ];
    let document = (await put(empty, lab)).document;
    for (const text of texts) document = (await put(document, text)).document;
    for (const text of [lab, ...texts])
      expect((await put(document, text)).document).toBe(document);
  });
});

describe("a name never comes to mean something else", () => {
  test("what is made for a clash is of the cluster, and no name of a file", async () => {
    const doubled = lab.replace("lab:\n", `lab:\n${body}    lab-1:\n`);
    const { document } = await put(empty, doubled);
    const { report } = await put(document, other);
    expect(report.contexts[0]?.as).toMatch(/^lab-[0-9a-f]{6}$/);
    const { document: mine } = await put(empty, other);
    const again = await put(mine, lab.replace("10.0.1.2", "10.7.7.7"));
    expect(again.report.contexts[0]?.as).not.toBe(report.contexts[0]?.as);
  });

  test("a name of the same file is not taken for a context that clashes", async () => {
    const before = (await put(empty, other)).document;
    const mark = (await put(before, lab)).report.contexts[0]?.as ?? "";
    const both = `${lab}    ${mark}:\n        endpoints: [10.1.1.1]\n`;
    const { document, report } = await put(before, both);
    expect(document.contexts.get(mark)?.config.endpoints).toEqual(["10.1.1.1"]);
    expect(report.contexts.map(({ as }) => as)).toEqual([`${mark}-2`, mark]);
  });
});

// prettier-ignore
const odd: Readonly<Record<string, readonly [string, RegExp]>> = {
  "empty": ["", /^unnamed-[0-9a-f]{6}$/],
  "a dash": ["-", /^unnamed-[0-9a-f]{6}$/],
  "nothing that is seen": ["\u200b", /^unnamed-[0-9a-f]{6}$/],
  "text turned round": ["prod\u202eue", /^prod_ue$/],
  "a zero-width blank": ["prod\u200b", /^prod_$/],
  "a tag character": ["prod\u{e0041}", /^prod_$/],
  "a soft hyphen": ["pr\u00adod", /^pr_od$/],
  "a line break": ["prod\nlab", /^prod_lab$/],
  "an escape": ["\u001b]0;owned\u0007", /^_\]0;owned_$/],
  "C1": ["a\u009bb", /^a_b$/],
  "a line separator": ["a\u2028b", /^a_b$/],
  "another blank": ["a\u00a0b", /^a_b$/],
  "a blank at its end": ["prod ", /^prod$/],
  "1,001 characters": ["x".repeat(1001), /^x{64}$/],
};

describe("a name that cannot be used is another here", () => {
  test.each(Object.entries(odd))("%s", async (_, [name, as]) => {
    const quoted = JSON.stringify(name).replace("\u009b", "\\u009b");
    const text = `contexts: {${quoted}: {endpoints: [x]}}\n`;
    const { report, document } = await put(empty, text);
    const [context] = report.contexts;
    expect(context?.kind).toBe("renamed");
    expect(context?.as).toMatch(as);
    expect(context?.findings[0]).toMatchObject({
      severity: "error",
      code: "name-unfit",
    });
    expect([...document.contexts.keys()]).toEqual([context?.as]);
  });

  test("and never takes the name that it imitates", async () => {
    const before = (await put(empty, lab)).document;
    const imitation = 'contexts: {"lab ": {endpoints: [evil]}}\n';
    for (const onConflict of ["rename", "replace"] as const) {
      const { document } = await put(before, imitation, onConflict);
      expect(endpointsOf(document)["lab"]).toEqual(["10.0.1.2"]);
      expect(document.contexts.size).toBe(2);
    }
  });
});

describe("keys that Talos does not know", () => {
  const owned = `${lab}        owner: infra\n        "__proto__": {a: 1}\n`;
  const keysOf = ({ contexts }: VaultDocument) =>
    Object.entries(contexts.get("lab")?.metadata.unknown ?? {});

  test("of a context that is there already are kept, and only then said to be", async () => {
    const before = (await put(empty, lab)).document;
    const { document, report } = await put(before, owned);
    expect(keysOf(document)).toEqual([
      ["owner", "infra"],
      ["__proto__", { a: 1 }],
    ]);
    expect(report.contexts[0]).toMatchObject({
      kind: "already-there",
      isChanged: true,
      unknownKeys: ["owner", "__proto__"],
    });
    expect(report.leftOver).toEqual([]);
    expect((await put(document, owned)).document).toBe(document);
  });

  test("with another value in the vault are left over", async () => {
    const before = (await put(empty, owned)).document;
    const { document, report } = await put(
      before,
      owned.replace("infra", "ops"),
    );
    expect(document).toBe(before);
    expect(report.contexts[0]?.unknownKeys).toEqual(["__proto__"]);
    expect(report.leftOver).toEqual([
      { kind: "other-value", context: "lab", key: "owner" },
    ]);
  });

  test("stay when the context is replaced by a file without them", async () => {
    const before = (await put(empty, owned)).document;
    const { document } = await put(before, other, "replace");
    expect(keysOf(document).map(([key]) => key)).toEqual([
      "owner",
      "__proto__",
    ]);
  });
});

test("an endpoint with a comma is not two endpoints", async () => {
  const one = "contexts: {a: {endpoints: ['x, y']}}\n";
  const two = "contexts: {a: {endpoints: [x, y]}}\n";
  const { report } = await put((await put(empty, one)).document, two);
  expect(report.contexts[0]?.differences).toEqual([
    { field: "endpoints", before: '["x, y"]', after: "x, y" },
  ]);
});

test("4,000 contexts that all clash are planned before the time of a test is over", async () => {
  const many = (host: string) =>
    `contexts:\n${Array.from({ length: 4000 }, (_, n) => `  c${String(n)}: {endpoints: ["${host}"]}`).join("\n")}\n`;
  const before = (await put(empty, many("a"))).document;
  expect((await put(before, many("b"))).document.contexts.size).toBe(8000);
});

test("a refused import names the first contexts and counts the rest", async () => {
  const before = (await put(empty, makeTalosconfig(60))).document;
  const refused = await importContexts(
    before,
    file(makeTalosconfig(60)),
    { onConflict: "fail", use: false },
    { now, earlier: new Map() },
  );
  expect(refused.ok ? "" : refused.error.message).toMatch(
    /: "context-1", "context-10", "context-11" and 57 more\.$/,
  );
});
