import { beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import {
  newIdentity,
  recipientOf,
} from "../../../../../shared/core/vault/sealed/age/age.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { readVaultId } from "../../../../../shared/core/vault/sealed/vault-file-header.ts";
import { formatNumber } from "../../../../../shared/core/vault/document-lines.ts";
import type { Migrations } from "../../../../../shared/core/vault/migrate.ts";
import { readDocument } from "../../../../../shared/core/vault/read-document.ts";
import {
  sealVault,
  unsealVault,
} from "../../../../../shared/core/vault/sealed/seal.ts";
import {
  macSuffix,
  documentKey,
  writeDocument,
} from "../../../../../shared/core/vault/write-document.ts";
import { hmacSha256Hex } from "../../../../../shared/core/pki/primitives/hash-and-hmac.ts";

const vaultId = "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11";
const context: StoredContext = {
  config: {
    endpoints: ["10.0.0.1", "\u2028\u0085\ufeff\u007f😀"],
    nodes: [],
    ca: "Y2E=",
    crt: "Y3J0",
    key: new Secret("a2V5"),
    auth: { basic: { username: "u", password: new Secret("p") } },
    cluster: "c",
    proxyUrl: "socks5://10.0.0.1:1080",
  },
  metadata: {
    importedAt: new Date("2026-11-24T12:00:00Z"),
    labels: JSON.parse('{"team":"infra","__proto__":"x"}') as Record<
      string,
      string
    >,
    production: true,
    color: "red",
    note: "n",
    certificate: {
      roles: ["os:admin"],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2027-01-01T00:00:00Z"),
      fingerprint: "00",
    },
    unknown: { "auth.x": [1, "2", null, { deep: true }] },
  },
};

let identity: Secret;
let document: VaultDocument;
let bytes: Uint8Array;

beforeAll(async () => {
  identity = await newIdentity();
  const names = ["prod", "__proto__", "constructor", "1", "0", "日本\n😀"];
  document = {
    vaultId,
    generation: 7,
    writtenAt: new Date("2026-11-24T12:00:00Z"),
    recoveryRecipient: await recipientOf(await newIdentity()),
    current: "prod",
    previous: "1",
    contexts: new Map(names.map((name) => [name, context])),
  };
  const sealed = await sealVault(document, identity);
  if (!sealed.ok) throw new Error(sealed.error.message);
  bytes = sealed.value;
});

/** A document with its secrets in clear, for comparing. */
function revealed({ contexts, ...facts }: VaultDocument): unknown {
  const entries = [...contexts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    facts,
    entries.map(([name, { config: { key, auth, ...rest }, metadata }]) => [
      name, rest, metadata, key?.reveal(), auth?.basic?.username, auth?.basic?.password.reveal(),
    ]),
  ]; // prettier-ignore
}

describe("a sealed vault", () => {
  test("comes back as it was, whatever its contexts are called", async () => {
    const opened = await unsealVault(bytes, identity);
    expect(opened.ok && revealed(opened.value)).toEqual(revealed(document));
  });

  test("names itself in its header", () => {
    expect(readVaultId(bytes)).toBe(vaultId);
    expect(
      readVaultId(new TextEncoder().encode("age-encryption.org/v1\n---")),
    ).toBeNull();
    expect(readVaultId(new Uint8Array(0))).toBeNull();
  });

  test("is opened by its own identity alone", async () => {
    const opened = await unsealVault(bytes, await newIdentity());
    expect(opened).toMatchObject({
      ok: false,
      error: { code: "vault-foreign" },
    });
  });

  test(
    "is refused with any one byte changed",
    { timeout: 240_000 },
    async () => {
      const small = await sealVault(
        { ...document, contexts: new Map() },
        identity,
      );
      if (!small.ok) throw new Error("not sealed");
      const survivors: number[] = [];
      for (let at = 0; at < small.value.length; at++) {
        const broken = Uint8Array.from(small.value);
        broken[at] = (broken[at] ?? 0) ^ 1;
        if ((await unsealVault(broken, identity)).ok) survivors.push(at);
      }
      expect(survivors).toEqual([]);
    },
  );

  test(
    "is refused when anything is cut off its end",
    { timeout: 240_000 },
    async () => {
      const small = await sealVault(
        { ...document, contexts: new Map() },
        identity,
      );
      if (!small.ok) throw new Error("not sealed");
      const survivors: number[] = [];
      for (let length = 0; length < small.value.length; length++)
        if ((await unsealVault(small.value.slice(0, length), identity)).ok)
          survivors.push(length);
      expect(survivors).toEqual([]);
    },
  );
});

const written = async () =>
  new TextDecoder().decode(await writeDocument(document, identity));
const read = (text: string, migrations?: Migrations) =>
  readDocument(new TextEncoder().encode(text), identity, migrations);

describe("the document inside", () => {
  test("is believed only with its own MAC", async () => {
    const text = await written();
    expect((await read(text)).ok).toBe(true);
    const changes = [
      text.replace('"generation":7', '"generation":8'),
      text.replace('"context":"prod"', '"context":"1"'),
      `${text} `,
      text.replace(/"mac":"[0-9a-f]+"/, '"mac":""'),
      text.replace('{"context"', '{"x-talos-vault":{},"context"'),
    ];
    for (const changed of changes)
      expect(await read(changed)).toMatchObject({
        ok: false,
        error: { code: "vault-damaged" },
      });
  });

  test("has nothing raw in it that YAML refuses or folds", async () => {
    // oxlint-disable-next-line no-control-regex
    expect(await written()).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
  });

  /** A document of another format, with a right MAC. */
  async function inFormat(format: number): Promise<string> {
    const ours = await written();
    const text = ours.replace('"format":1', `"format":${String(format)}`);
    const body = text.slice(0, text.lastIndexOf('"mac":'));
    const unsigned = new TextEncoder().encode(body + macSuffix(""));
    return body + macSuffix(hmacSha256Hex(documentKey(identity), unsigned));
  }

  test("of a newer format is left alone", async () => {
    expect(await read(await inFormat(formatNumber + 1))).toMatchObject({
      ok: false,
      error: { code: "vault-too-new" },
    });
  });

  test("with removed contexts is of a format that programs of before refuse, and without them of theirs", async () => {
    const removedAt = new Date("2026-11-01T00:00:00Z");
    const removed = [{ name: "gone", removedAt, context }];
    expect(await written()).toContain('"format":1,');
    const content = await writeDocument({ ...document, removed }, identity);
    expect(new TextDecoder().decode(content)).toContain('"format":2,');
    const opened = await readDocument(content, identity);
    expect(opened.ok && opened.value.removed).toEqual(removed);
    const sealed = await sealVault({ ...document, removed }, identity);
    if (!sealed.ok) throw new Error("not sealed");
    expect(new TextDecoder("latin1").decode(sealed.value)).not.toContain(
      "gone",
    );
  });

  test("of an older format is brought up step by step", async () => {
    const raise = (json: Readonly<Record<string, unknown>>) => ({
      ...json,
      "x-talos-vault": { ...(json["x-talos-vault"] as object), format: 1 },
    });
    expect((await read(await inFormat(0))).ok).toBe(false);
    const raised = await read(await inFormat(0), new Map([[0, raise]]));
    expect(raised.ok && revealed(raised.value)).toEqual(revealed(document));
  });
});
