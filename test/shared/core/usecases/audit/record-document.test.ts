import { expect, test } from "vitest";
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
