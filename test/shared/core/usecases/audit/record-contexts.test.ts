import { expect, test } from "vitest";
import type { AuditEvent } from "../../../../../shared/core/audit/event.ts";
import { eventOfLedger } from "../../../../../shared/core/audit/ledger-events.ts";
import { recordDocument } from "../../../../../shared/core/usecases/audit/record-document.ts";
import { editContext } from "../../../../../shared/core/usecases/contexts/edit-context.ts";
import { removeContexts } from "../../../../../shared/core/usecases/contexts/remove-contexts.ts";
import {
  forgetRemoved,
  putBack,
} from "../../../../../shared/core/usecases/contexts/removed-contexts.ts";
import { renameContext } from "../../../../../shared/core/usecases/contexts/rename-context.ts";
import { useContext } from "../../../../../shared/core/usecases/contexts/set-current-context.ts";
import { recordRenamings } from "../../../../../shared/core/usecases/ledger/record-changes.ts";
import type { Result } from "../../../../../shared/core/result.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";

const now = new Date("2026-11-29T12:00:00Z");

/** Without a certificate: nothing of it is in the ledger. */
function context(endpoint: string): StoredContext {
  const metadata = { labels: {}, production: false, importedAt: new Date(0) };
  return { config: { endpoints: [endpoint], nodes: [] }, metadata };
}

const two: VaultDocument = {
  vaultId: "v",
  generation: 1,
  writtenAt: new Date(0),
  current: "one",
  previous: "",
  recoveryRecipient: "age1",
  contexts: new Map([
    ["one", context("10.0.0.1")],
    ["two", context("10.0.0.2")],
  ]),
};
const removed = done(removeContexts(two, ["two"], now));

/** What each verb that changes a document leaves in the log. */
const verbs: Readonly<
  Record<string, [VaultDocument, Result<VaultDocument>, readonly AuditEvent[]]>
> = {
  use: [two, useContext(two, "two"), [{ event: "use", context: "two", detail: { was: "one" } }]],
  remove: [two, removeContexts(two, ["two"], now), [{ event: "context.remove", context: "two", detail: { count: 1, contexts: ["two"] } }]],
  "remove of the current one": [two, removeContexts(two, ["one", "two"], now), [{ event: "context.remove", detail: { count: 2, contexts: ["one", "two"] } }]],
  "put-back": [removed, putBack(removed, { name: "two" }), [{ event: "context.put-back", context: "two", detail: { count: 1, contexts: ["two"], fingerprints: [] } }]],
  "put-back as another": [removed, putBack(removed, { name: "two", as: "three" }), [{ event: "context.put-back", context: "three", detail: { count: 1, contexts: ["three"], fingerprints: [] } }]],
  forget: [removed, forgetRemoved(removed, ["two"]), [{ event: "context.forget", context: "two", detail: { count: 1, contexts: ["two"] } }]],
  // The ledger has it.
  rename: [two, renameContext(two, "one", "uno"), []],
  "set of a label that has the name of a key": [two, editContext(two, "one", { labels: { target: "b" } }), [{ event: "context.change", context: "one", detail: { was: { labels: {}, session: null }, is: { labels: { target: "b" }, session: null } } }]],
  "set of a label": [two, editContext(two, "one", { labels: { a: "b" } }), [{ event: "context.change", context: "one", detail: { was: { labels: {}, session: null }, is: { labels: { a: "b" }, session: null } } }]],
  "set of a note": [two, editContext(two, "one", { note: "a note" }), []],
  "set of an endpoint": [two, editContext(two, "one", { endpoints: ["10.0.0.9"] }), [{ event: "address.change", context: "one", detail: { was: { endpoints: ["10.0.0.1"], nodes: [] }, is: { endpoints: ["10.0.0.9"], nodes: [] }, proxyChanged: false } }]],
  "set of an endpoint with a password": [two, editContext(two, "one", { endpoints: ["https://u:canary@10.0.0.9"] }), [{ event: "address.change", context: "one", detail: { was: { endpoints: ["10.0.0.1"], nodes: [] }, is: { endpoints: ["https://10.0.0.9"], nodes: [] }, proxyChanged: false } }]],
  "set of a proxy": [two, editContext(two, "one", { proxyUrl: "http://u:canary@proxy:3128" }), [{ event: "address.change", context: "one", detail: { was: { endpoints: ["10.0.0.1"], nodes: [] }, is: { endpoints: ["10.0.0.1"], nodes: [] }, proxyChanged: true } }]],
  "set --production": [two, editContext(two, "one", { production: true }), [{ event: "guard.change", context: "one", detail: { production: true, consent: null, guard: null } }]],
}; // prettier-ignore

test.each(Object.entries(verbs))(
  "%s is told, as what it was",
  async (_verb, [before, after, events]) => {
    const ledger = new MemoryLedger();
    await recordDocument(ledger, before, done(after));
    expect(ledger.events).toEqual(events);
    expect(JSON.stringify(ledger.events)).not.toContain("canary");
  },
);

test("a new name is told, once the vault has it", async () => {
  const ledger = new MemoryLedger();
  const after = done(renameContext(two, "one", "uno"));
  await recordRenamings(
    { ledger, clock: { now: () => now, monotonicMs: () => 0 } },
    two,
    after,
  );
  const [renaming] = ledger.now().renamings;
  expect(renaming && eventOfLedger(renaming)).toMatchObject({
    event: "rename",
    context: "uno",
    detail: { from: "one", to: "uno" },
  });
});

function done<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
