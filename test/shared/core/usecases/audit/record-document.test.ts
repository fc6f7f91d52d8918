import { expect, test } from "vitest";
import { sha256OfBytes } from "../../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { toBase64 } from "../../../../../shared/core/pki/base64.ts";
import { pem } from "../../../../../shared/core/pki/pem.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { recordDocument } from "../../../../../shared/core/usecases/audit/record-document.ts";
import { ContextLines } from "../../../../../shared/core/vault/document-lines.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { storedContext } from "../../../../../shared/core/vault/stored-lines.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";

/** As it was read from a vault's file: bytes, which cannot be decoded. */
function undecodable(): StoredContext {
  const bytes = new TextEncoder().encode("no JSON");
  return storedContext(new ContextLines("one", bytes, 0, 0, 3, 3, 7));
}

function documentWith(...contexts: [string, StoredContext][]): VaultDocument {
  return {
    vaultId: "v",
    generation: 1,
    writtenAt: new Date(0),
    current: "",
    previous: "",
    recoveryRecipient: "age1",
    contexts: new Map(contexts),
  };
}

test("contexts that stay as they are need not be decoded to say so", async () => {
  const ledger = new MemoryLedger();
  const [before, after] = [undecodable(), undecodable()].map((one) =>
    documentWith(["one", one]),
  );
  if (!before || !after) throw new Error("there are two");
  expect(() => before.contexts.get("one")?.metadata).toThrow();
  expect(await recordDocument(ledger, before, after)).toMatchObject({
    ok: true,
  });
  expect(ledger.events).toEqual([]);
});

test("other CAs of a context, and keys of CAs that come and go, are told", async () => {
  const ledger = new MemoryLedger();
  const [old, next] = [new Uint8Array([1]), new Uint8Array([2])];
  const trusting = (...cas: readonly Uint8Array[]): [string, StoredContext] => {
    const ca = toBase64(cas.map((der) => pem("CERTIFICATE", der)).join(""));
    const config = { endpoints: [], nodes: [], ca };
    const importedAt = new Date(0);
    const metadata = { labels: {}, production: false, importedAt };
    return ["one", { config, metadata }];
  };
  const key = new Secret("");
  const kept = { crt: "", key, sealed: false, addedAt: new Date(0) };
  await recordDocument(
    ledger,
    { ...documentWith(trusting(old)), authorities: new Map([["a", kept]]) },
    {
      ...documentWith(trusting(old, next)),
      authorities: new Map([[sha256OfBytes(next), kept]]),
    },
  );
  const [first, second] = [old, next].map(sha256OfBytes);
  const detail = { trusted: [first], trusts: [first, second] };
  expect(ledger.events).toEqual([
    { event: "rotation", context: "one", detail },
    // By the context that trusts it, as nobody knows a fingerprint.
    {
      event: "authority",
      context: "one",
      detail: { added: [second], removed: ["a"], count: 1, contexts: ["one"] },
    },
  ]);
  // The same CA with other line ends is no rotation.
  const [name, one] = trusting(old);
  const ca = toBase64(pem("CERTIFICATE", old).replaceAll("\n", "\r\n"));
  const other = { ...one, config: { ...one.config, ca } };
  await recordDocument(ledger, documentWith([name, one]), documentWith([name, other])); // prettier-ignore
  expect(ledger.events).toHaveLength(2);
});

test("labels and what sessions get are told with what they were; what is for the eye alone is not", async () => {
  const ledger = new MemoryLedger();
  const config = { endpoints: [], nodes: [] };
  const usual = { labels: {}, production: false, importedAt: new Date(0) };
  const become = (metadata: Partial<StoredContext["metadata"]>) =>
    recordDocument(
      ledger,
      documentWith(["one", { config, metadata: usual }]),
      documentWith(["one", { config, metadata: { ...usual, ...metadata } }]),
    );
  await become({ favorite: true, color: "red", note: "for the eye" });
  expect(ledger.events).toEqual([]);
  await become({ labels: { env: "prod" }, session: { ttlSeconds: 60 } });
  const was = { labels: {}, session: null };
  const is = { labels: { env: "prod" }, session: { ttlSeconds: 60 } };
  expect(ledger.events).toEqual([
    { event: "context.change", context: "one", detail: { was, is } },
  ]);
});

test("secrets of clusters that come and go are told by their names", async () => {
  const ledger = new MemoryLedger();
  const secrets = new Secret("");
  const one = { endpoint: "https://10.0.0.2:6443", secrets, createdAt: new Date(0) }; // prettier-ignore
  const clusters = new Map([["prod", one]]);
  await recordDocument(ledger, documentWith(), { ...documentWith(), clusters });
  const detail = { added: ["prod"], removed: [] };
  expect(ledger.events).toEqual([{ event: "cluster", detail }]);
});
