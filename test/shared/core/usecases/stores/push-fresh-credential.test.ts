import { afterAll, expect, test } from "vitest";
import { notArrived, vaultError } from "../../../../../shared/core/errors.ts";
import type { IssueRequest } from "../../../../../shared/core/policy/request.ts";
import type { SecretStore } from "../../../../../shared/core/ports/secret-store.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { originOf } from "../../../../../shared/core/usecases/imports/origin.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import { wasMadeForStore } from "../../../../../shared/core/usecases/stores/pull-contexts.ts";
import { planPush } from "../../../../../shared/core/usecases/stores/push-contexts.ts";
import {
  forgetOrigins,
  pushFreshCredential,
  type Target,
} from "../../../../../shared/core/usecases/stores/push-fresh-credential.ts";
import { secureRandom } from "../../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";
import { offlineTalosApi } from "../../../../doubles/offline-talos-api.ts";

// OpenSSL has the CA begin in this very second.
const now = new Date(Date.now() + 60_000);
const address = "sops:/repo/lab.sops.yaml";
const place = { address, server: "" };
const authority = new TestAuthority();
const admin = contextOf(authority.pair.crt, authority.client());
const { crt, key } = authority.pair;
afterAll(() => {
  authority.dispose();
});

const vault = documentOfStored({
  prod: storedOf(admin, { production: true }),
});
const reader: IssueRequest = {
  kind: "issue",
  to: "file",
  roles: ["os:reader"],
  ttlSeconds: 30 * 86_400,
  by: {
    kind: "authority",
    authority: { crt: base64(crt), key: new Secret(base64(key)) },
  },
};

/** A file that is what was written last. */
class MemoryStore implements SecretStore {
  readonly server = "";
  readonly namespace = "";
  text: string | null;
  error: ReturnType<typeof vaultError> | null = null;

  constructor(text: string | null = null) {
    this.text = text;
  }

  most = Infinity;
  mayMiss = () => null;
  readyToWrite = async () => success(null);
  read = async () =>
    success({
      bytes: this.text === null ? null : new TextEncoder().encode(this.text),
      version: "",
    });

  write = async (bytes: Uint8Array) => {
    if (this.error?.arrival === "none") return failure(this.error);
    this.text = new TextDecoder().decode(bytes);
    return this.error ? failure(this.error) : success("");
  };
}

async function plan(
  store: MemoryStore,
  ledger: MemoryLedger,
  document: VaultDocument = vault,
  request = reader,
) {
  const made = { roles: request.roles ?? [], known: ledger.now().entries };
  const { contexts } = document;
  const choice = { isCreateOnly: false, ifVersion: null };
  return planPush(store, { contexts, made }, address, choice, now);
}

async function push(
  store: MemoryStore,
  ledger: MemoryLedger,
  document: VaultDocument = vault,
  request = reader,
  unlink: Target["unlink"] = async () => success(undefined),
) {
  const planned = await plan(store, ledger, document, request);
  if (!planned.ok) return planned;
  const clock = { now: () => now, monotonicMs: () => 0 };
  const random = { bytes: secureRandom };
  const ports = { clock, random, ledger, talos: offlineTalosApi };
  const orders = new Map([["prod", request]]);
  const target = { store, address, unlink };
  return pushFreshCredential(ports, document, orders, planned.value, target);
}

function thereIn({ text }: MemoryStore) {
  const bytes = new TextEncoder().encode(text ?? "");
  const read = readImport(address, { bytes, identity: null });
  const config = read.ok ? read.value.contexts.get("prod") : undefined;
  if (!config) throw new Error("nothing is there");
  return config;
}

test("a reader goes there, the own key stays, and the ledger has it before anybody", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  const done = await push(store, ledger);
  if (!done.ok) throw new Error(done.error.message);
  const there = thereIn(store);
  const { metadata } = storedOf(there);
  expect(metadata.certificate?.roles).toEqual(["os:reader"]);
  expect(there.key?.reveal()).not.toBe(admin.key?.reveal());
  expect(there.endpoints).toEqual(admin.endpoints);
  expect(ledger.now().entries).toMatchObject([
    {
      context: "prod",
      purpose: "store",
      recipient: address,
      roles: ["os:reader"],
      fingerprint: metadata.certificate?.fingerprint,
      content: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ]);
});

test("a reader of production needs not to be meant, what may do everything does", async () => {
  const ledger = new MemoryLedger();
  expect(await plan(new MemoryStore(), ledger)).toMatchObject({
    value: { isNeeded: true, warnings: [] },
  });
  const all = { ...reader, roles: ["os:admin"] };
  expect(await plan(new MemoryStore(), ledger, vault, all)).toMatchObject({
    value: {
      warnings: [{ code: "admin-key-pushed" }, { code: "production-pushed" }],
    },
  });
  expect(await push(new MemoryStore(), ledger, vault, all)).toMatchObject({
    error: { code: "consent-needed" },
  });
});

test("the next one takes its place, and nothing of what somebody else put or changed there goes", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  await push(store, ledger);
  const first = store.text ?? "";
  expect(await push(store, ledger)).toMatchObject({ ok: true });
  expect(store.text).not.toBe(first);
  store.text = store.text?.replace("10.0.0.1", "192.0.2.66") ?? null;
  const changed = store.text;
  expect(await push(store, ledger)).toMatchObject({
    error: {
      code: "store-diverged",
      message: expect.stringContaining("nor made for it") as string,
    },
  });
  expect(store.text).toBe(changed);
  store.text = "context: theirs\n";
  expect(await push(store, ledger)).toMatchObject({
    error: { code: "store-diverged" },
  });
});

test("what was surely not written is nobody's", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  store.error = notArrived(
    vaultError("disk-full", "The disk is full.", "Make room."),
  );
  expect(await push(store, ledger)).toMatchObject({
    error: { code: "disk-full" },
  });
  expect(ledger.now().entries).toMatchObject([{ isUndelivered: true }]);
});

test("what may have arrived before the answer was lost counts as there, and the next one takes its place", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  store.error = vaultError("store-failed", "The answer broke.", "Look there.");
  expect(await push(store, ledger)).toMatchObject({
    error: {
      code: "store-failed",
      next: expect.stringMatching(/^Look there\. It may be there/) as string,
    },
  });
  expect(ledger.now().entries).toHaveLength(1);
  expect(ledger.now().entries[0]).not.toHaveProperty("isUndelivered");
  store.error = null;
  expect(await push(store, ledger)).toMatchObject({ ok: true });
});

test("what is there and was made for it is replaced, though the ledger says that nobody has it", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  await push(store, ledger);
  const { fingerprint = "" } = ledger.now().entries[0] ?? {};
  const at = now.toISOString();
  await ledger.append({ note: "undelivered", at, fingerprint });
  expect(ledger.now().entries).toMatchObject([{ isUndelivered: true }]);
  expect(await push(store, ledger)).toMatchObject({ ok: true });
});

test("the vault forgets the origin before anything is there; where it cannot, nothing goes there", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  const seen: (string | null)[] = [];
  const done = await push(store, ledger, vault, reader, async () => {
    seen.push(store.text);
    return success(undefined);
  });
  expect(done.ok).toBe(true);
  expect(seen).toEqual([null]);
  const [untouched, other] = [new MemoryStore(), new MemoryLedger()];
  const busy = failure(vaultError("vault-busy", "Busy.", "Try again."));
  const refused = await push(untouched, other, vault, reader, async () => busy);
  expect(refused).toMatchObject({ error: { code: "vault-busy" } });
  expect(untouched.text).toBeNull();
  expect(other.now().entries).toMatchObject([{ isUndelivered: true }]);
});

test("what was made for a store is known when it comes back, also where it counts as nobody's", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  await push(store, ledger);
  const there = thereIn(store);
  expect(wasMadeForStore(there, ledger.now().entries)).toBe(true);
  expect(wasMadeForStore(admin, ledger.now().entries)).toBe(false);
  const { fingerprint = "" } = ledger.now().entries[0] ?? {};
  const at = now.toISOString();
  await ledger.append({ note: "undelivered", at, fingerprint });
  expect(wasMadeForStore(there, ledger.now().entries)).toBe(true);
});

test("what one can insist on elsewhere is refused before anything is written", async () => {
  const [store, ledger] = [new MemoryStore(), new MemoryLedger()];
  const lab = documentOfStored({ prod: storedOf(admin) });
  const wrong = { ...reader, roles: ["os:raeder"] };
  const error = await push(store, ledger, lab, wrong);
  expect(error).toMatchObject({
    error: { code: "context-invalid", actions: ["roles"] },
  });
  expect(store.text).toBeNull();
});

test("it is no origin, and what came from there does not any more", () => {
  const from = { ...place, version: "", sha256: "00" };
  const origin = originOf(from, "prod", admin, now);
  const known = documentOfStored({ prod: storedOf(admin, { origin }) });
  const after = forgetOrigins(known, ["prod"], place);
  expect(after.contexts.get("prod")?.metadata).not.toHaveProperty("origin");
  expect(forgetOrigins(after, ["prod"], place)).toBe(after);
  const elsewhere = { ...place, address: "sops:/other.yaml" };
  expect(forgetOrigins(known, ["prod"], elsewhere)).toBe(known);
});
