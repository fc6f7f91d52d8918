import { expect, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { newIdentity } from "../../../../shared/core/vault/sealed/age/age.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../shared/core/vault/document.ts";
import { readDocument } from "../../../../shared/core/vault/read-document.ts";
import { sameDocument } from "../../../../shared/core/vault/same-document.ts";
import { linesOf } from "../../../../shared/core/vault/stored-lines.ts";
import { writeDocument } from "../../../../shared/core/vault/write-document.ts";

const identity = await newIdentity();

/** Names and texts that have broken some parser: of objects, of JSON, of YAML, of lines, of UTF-16. */
const hostile = [
  "", "__proto__", "constructor", "hasOwnProperty", "toString", "x-talos-vault", "contexts", "metadata", "mac",
  '"', "\\", '\\"', '":{', '"mac":""}}\n', "},\n", "\n", "\r\n", "\u0000", "\u0085", "\u009f", "\u2028", "\ufeff",
  "\uffff", "\ud800", "\udfff", "\udc00\ud800", "😀", "日本", "0", "1", "-", "a".repeat(1000),
]; // prettier-ignore

/** A generator that gives the same for the same seed (Mulberry32), so that a failure can be had again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function randomDocument(random: (below: number) => number): VaultDocument {
  const text = () => hostile[random(hostile.length)] ?? "";
  const maybe = <T extends object>(value: T): T | object =>
    random(2) === 0 ? value : {};
  const texts = () => Array.from({ length: random(3) }, text);
  const date = () => new Date(random(2 ** 31) * 1000);
  const context = (): StoredContext => ({
    config: {
      endpoints: texts(),
      nodes: texts(),
      ...maybe({ ca: text() }),
      ...maybe({ crt: text() }),
      ...maybe({ key: new Secret(text()) }),
      ...maybe({
        auth: { basic: { username: text(), password: new Secret(text()) } },
      }),
      ...maybe({ auth: { siderov1: { identity: text() } } }),
      ...maybe({ cluster: text() }),
      ...maybe({ proxyUrl: text() }),
    },
    metadata: {
      importedAt: date(),
      labels: Object.fromEntries(texts().map((key) => [key, text()])),
      production: random(2) === 0,
      ...maybe({ favorite: true as const }),
      ...maybe({ color: "red" as const }),
      ...maybe({ note: text() }),
      ...maybe({ session: { roles: texts(), ttlSeconds: 1 + random(9999) } }),
      ...maybe({ consent: "always" as const }),
      ...maybe({
        guard: {
          ...maybe({ allow: texts() }),
          ...maybe({ hold: texts() }),
          ...maybe({ deny: texts() }),
          ...maybe({ maxNodes: random(9) }),
          ...maybe({ hours: { from: random(24), until: 1 + random(24) } }),
        },
      }),
      ...maybe({
        certificate: {
          roles: texts(),
          notBefore: date(),
          notAfter: date(),
          fingerprint: "00",
        },
      }),
      ...maybe({
        origin: {
          address: text(),
          server: text(),
          name: text(),
          version: text(),
          sha256: "00",
          content: "00",
          pulledAt: date(),
          ...maybe({ seen: { version: text(), content: "01", at: date() } }),
        },
      }),
      ...maybe({ unknown: { "auth.x": [text(), { deep: [text(), null] }] } }),
    },
  });
  const names = new Set(Array.from({ length: random(12) }, text));
  return {
    vaultId: "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
    generation: 1 + random(999),
    writtenAt: date(),
    recoveryRecipient: "age1x",
    current: text(),
    previous: text(),
    contexts: new Map([...names].map((name) => [name, context()])),
  };
}

async function readBack(content: Uint8Array): Promise<VaultDocument> {
  const read = await readDocument(content, identity);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

test("whatever a vault holds comes back, also where a part is written as it was read", async () => {
  const seed = Date.now() % 1_000_000;
  for (let round = 0; round < 300; round++) {
    const random = randomOf(seed + round);
    const where = `seed ${String(seed + round)}`;
    const document = randomDocument(random);
    const content = await writeDocument(document, identity);
    const read = await readBack(content);
    expect(await sameDocument(read, document), where).toBe(true);
    const rewritten = await writeDocument(read, identity);
    expect(Buffer.compare(rewritten, content), where).toBe(0);
    const [first] = read.contexts.keys();
    if (first === undefined) continue;
    const other = randomDocument(random);
    const contexts = new Map([
      ...read.contexts,
      ...other.contexts,
      // Under a name of its own, as after a rename.
      ["another name", read.contexts.get(first) as StoredContext],
    ]);
    const mixed = { ...document, contexts };
    const again = await readBack(await writeDocument(mixed, identity));
    expect(await sameDocument(again, mixed), where).toBe(true);
    const moved = { ...document, contexts: shuffled(read.contexts, random) };
    const after = await readBack(await writeDocument(moved, identity));
    expect(await sameDocument(after, moved), where).toBe(true);
  }
});

/** Some gone, some under the name of another: what stood one behind another does so no longer. */
function shuffled(
  contexts: ReadonlyMap<string, StoredContext>,
  random: (below: number) => number,
): ReadonlyMap<string, StoredContext> {
  const all = [...contexts];
  return new Map(
    all.flatMap(([name, context]) => {
      const [, other] = all[random(all.length)] ?? [];
      const choices = [[], [[name, context]], [[name, other ?? context]]];
      return (choices[random(choices.length)] ?? []) as [
        string,
        StoredContext,
      ][];
    }),
  );
}

test("a context that is spread or edited is no longer the bytes it was read from", async () => {
  const config = { endpoints: ["10.0.0.1"], nodes: [] };
  const metadata = { importedAt: new Date(0), labels: {}, production: false };
  const contexts = new Map([["prod", { config, metadata }]]);
  const document = { ...randomDocument(randomOf(1)), contexts };
  const read = await readBack(await writeDocument(document, identity));
  const [context] = read.contexts.values();
  if (!context) throw new Error("no context");
  expect(linesOf(context)).not.toBeNull();
  const edited = {
    ...context,
    metadata: { ...context.metadata, note: "ask first" },
  };
  expect(linesOf(edited)).toBeNull();
  expect(edited.config.endpoints).toEqual(["10.0.0.1"]);
});
