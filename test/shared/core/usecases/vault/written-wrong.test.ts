import { beforeEach, describe, expect, test, vi } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import type * as Writing from "../../../../../shared/core/vault/write-document.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

type Bug = (document: VaultDocument) => VaultDocument;

/** A writer with a bug: what it writes is authentic and readable, and one thing is not as it was meant. */
const writer = vi.hoisted(() => ({ bug: null as Bug | null }));
vi.mock("../../../../../shared/core/vault/write-document.ts", async (load) => {
  const real = await load<typeof Writing>();
  return {
    ...real,
    writeDocument: (document: VaultDocument, identity: Secret) =>
      real.writeDocument(writer.bug?.(document) ?? document, identity),
  };
});

const sha256 = "ab".repeat(32);
const context: StoredContext = {
  config: {
    endpoints: ["10.0.0.1"],
    nodes: ["10.0.0.2"],
    ca: "Y2E=",
    crt: "Y3J0",
    key: new Secret("a key"),
    auth: {
      basic: { username: "u", password: new Secret("p") },
      siderov1: { identity: "i@example.org" },
    },
    cluster: "c",
    proxyUrl: "socks5://10.0.0.3:1080",
  },
  metadata: {
    importedAt: new Date("2026-11-24T12:00:00Z"),
    labels: { team: "infra" },
    production: true,
    favorite: true,
    color: "red",
    note: "n",
    session: { roles: ["os:reader"], ttlSeconds: 600 },
    certificate: {
      roles: ["os:admin"],
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2027-01-01T00:00:00Z"),
      fingerprint: sha256,
    },
    unknown: { "auth.x": "y" },
  },
};

/** A document with everything that one can hold. */
function filled(document: VaultDocument, now: Date): VaultDocument {
  return {
    ...document,
    current: "home",
    previous: "work",
    contexts: new Map([["home", context]]),
    authorities: new Map([
      [
        sha256,
        { crt: "Y2E=", key: new Secret("ca"), sealed: true, addedAt: now },
      ],
    ]),
    clusters: new Map([
      [
        "c",
        {
          endpoint: "https://10.0.0.1:6443",
          secrets: new Secret("s"),
          createdAt: now,
        },
      ],
    ]),
    removed: [{ name: "gone", removedAt: now, context }],
  };
}

type Path = readonly (string | number)[];
type Change = "blanked" | "dropped";

/** Every value in it that is written by itself. */
function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (!isBranch(value)) return [path];
  return keysOf(value).flatMap((key) =>
    leaves(childOf(value, key), [...path, key]),
  );
}

function isBranch(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Secret || value instanceof Date)
  );
}

function keysOf(value: object): readonly (string | number)[] {
  return value instanceof Map
    ? [...(value as Map<string, unknown>).keys()]
    : Object.keys(value);
}

function childOf(value: object, key: string | number): unknown {
  return value instanceof Map
    ? value.get(key)
    : (value as Readonly<Record<string, unknown>>)[key];
}

/** The same with one value another, or not there. */
function changed(value: unknown, [key, ...path]: Path, how: Change): unknown {
  if (key === undefined) return blank(value);
  if (!isBranch(value)) return value;
  const isLast = how === "dropped" && path.length === 0;
  const child = changed(childOf(value, key), path, how);
  const kept = keysOf(value).flatMap((one) =>
    one !== key
      ? [[one, childOf(value, one)] as const]
      : isLast
        ? []
        : [[one, child] as const],
  );
  if (value instanceof Map) return new Map(kept);
  return Array.isArray(value)
    ? kept.map(([, one]) => one)
    : Object.fromEntries(kept);
}

function blank(value: unknown): unknown {
  if (value instanceof Secret) return new Secret("");
  if (value instanceof Date) return new Date(0);
  if (typeof value === "boolean") return !value;
  return typeof value === "number" ? value + 1 : "";
}

let vault: MemoryVault;

beforeEach(async () => {
  writer.bug = null;
  vault = new MemoryVault(5);
  await makeVault(vault.ports());
});

const fill = () =>
  changeVault(vault.ports())((document) =>
    success(filled(document, new Date(vault.ports().clock.now()))),
  );

async function isRefused(bug: Bug): Promise<boolean> {
  const before = [new Map(vault.files), new Map(vault.items)];
  writer.bug = bug;
  const outcome = await fill();
  writer.bug = null;
  expect([vault.files, vault.items]).toEqual(before);
  return !outcome.ok && outcome.error.code === "vault-damaged";
}

test("a vault with everything in it is written and reads back the same", async () => {
  expect(await fill()).toMatchObject({ ok: true });
  const read = await changeVault(vault.ports())(success);
  expect(read.ok && leaves(read.value.document).length).toBeGreaterThan(40);
});

describe("a write that would lose something is refused before anything is there of it", () => {
  test("one that blanks one key of one context", async () => {
    const bug: Bug = (document) =>
      changed(document, ["contexts", "home", "config", "key"], "blanked") as VaultDocument; // prettier-ignore
    expect(await isRefused(bug)).toBe(true);
  });

  test("one that drops one label", async () => {
    const bug: Bug = (document) =>
      changed(document, ["contexts", "home", "metadata", "labels", "team"], "dropped") as VaultDocument; // prettier-ignore
    expect(await isRefused(bug)).toBe(true);
  });

  test.each(["blanked", "dropped"] as const)(
    "whatever one value is, %s",
    async (how) => {
      const known = await fill();
      const document = known.ok ? known.value.document : null;
      const taken: Path[] = [];
      for (const path of leaves(document)) {
        // A document without one of its own facts is no document that a program could make.
        if (how === "dropped" && path.length < 3) continue;
        const where = path.join(".");
        expect(
          await isRefused((one) => changed(one, path, how) as VaultDocument),
          where,
        ).toBe(true);
        taken.push(path);
      }
      expect(taken.length).toBeGreaterThan(30);
    },
  );
});
