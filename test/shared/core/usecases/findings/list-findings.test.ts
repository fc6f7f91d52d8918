import type { Past } from "../../../../../shared/core/usecases/findings/vault-findings.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAuthority } from "../../../../../shared/core/authorities/read-authority.ts";
import type { RecordedEntry } from "../../../../../shared/core/ledger/entry.ts";
import type { PastSession } from "../../../../../shared/core/sessions/history.ts";
import { listFindings } from "../../../../../shared/core/usecases/findings/list-findings.ts";
import { examineContext } from "../../../../../shared/core/certificates/examine-context.ts";
import { storeAuthority } from "../../../../../shared/core/usecases/authorities/store-authority.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { momentText } from "../../../../../shared/core/moment-text.ts";
import { contentHash } from "../../../../../shared/core/talosconfig/compare-contexts.ts";
import type {
  Origin,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import {
  documentOf,
  documentOfStored,
  storedOf,
} from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const now = new Date(Date.now() + 60_000);
const noPast: Past = { sessions: [], ledger: [], renamings: [] };

describe("what could be better in a vault", () => {
  let authority: TestAuthority;
  let admin: TalosContext;
  let reader: TalosContext;

  beforeAll(() => {
    authority = new TestAuthority();
    const { crt } = authority.pair;
    admin = contextOf(crt, authority.client());
    reader = contextOf(crt, authority.client({ roles: ["os:reader"] }));
  });
  afterAll(() => authority.dispose());

  /** Codes with the contexts that each names. */
  const advised = (
    document: VaultDocument,
    past: Partial<Past> = {},
    at = now,
  ) =>
    Object.fromEntries(
      listFindings(document, { ...noPast, ...past }, at).map(
        ({ code, contexts }) => [code, contexts],
      ),
    );

  const session = (fields: Partial<PastSession> = {}): PastSession => ({
    id: "0".repeat(32),
    context: "prod",
    roles: ["os:reader"],
    credential: "derived",
    delivery: "fd",
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T01:00:00.000Z",
    ...fields,
  });

  const entry = (fields: Partial<RecordedEntry> = {}): RecordedEntry => ({
    issuedAt: "2026-01-01T00:00:00.000Z",
    context: "prod",
    roles: ["os:admin"],
    serial: "01",
    fingerprint: "0".repeat(64),
    authority: null,
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2099-01-01T00:00:00.000Z",
    via: "authority",
    purpose: "file",
    recipient: "Ada",
    ...fields,
  });

  test("a short-lived vault of one context has nothing to improve", () => {
    expect(advised(documentOf({ prod: admin }))).toEqual({});
  });

  test("os:admin lies where every session did with less, after three of them", () => {
    const document = documentOf({ prod: admin, lab: reader });
    const code = "admin-where-reader-was-used";
    const three = [session(), session(), session()];
    expect(advised(document, { sessions: three })[code]).toEqual(["prod"]);
    const two = three.slice(1);
    expect(advised(document, { sessions: two })[code]).toBeUndefined();
    const once = [session({ roles: ["os:admin"] }), ...three];
    expect(advised(document, { sessions: once })[code]).toBeUndefined();
    const elsewhere = three.map((one) => ({ ...one, context: "lab" }));
    expect(advised(document, { sessions: elsewhere })[code]).toBeUndefined();
  });

  test("a stored administrator was lent although another could be made", () => {
    const lent = session({ credential: "stored", roles: ["os:admin"] });
    const document = documentOf({ prod: admin });
    const past = { sessions: [lent] };
    expect(advised(document, past)).toEqual({});
    const { crt, key } = authority.pair;
    const pem = new TextEncoder().encode(crt + key);
    const kept = storeAuthority(document, must(readAuthority(pem, now)), now);
    expect(advised(kept, past)).toEqual({ "stored-admin-lent": ["prod"] });
  });

  test("two certificates have one key, and two contexts one certificate", () => {
    const { key = reader.key } = admin;
    const mixed = documentOf({
      a: admin,
      b: { ...reader, ...(key && { key }) },
    });
    expect(advised(mixed)).toEqual({
      "other-key": ["b"],
      "shared-key": ["a", "b"],
    });
    expect(advised(documentOf({ a: admin, b: admin, c: reader }))).toEqual({
      "one-certificate-in-many-contexts": ["a", "b"],
    });
  });

  test("an administrator is out in a file, until it ends", () => {
    const document = documentOf({ prod: reader });
    const code = "admin-outside";
    const outside = (fields: Partial<RecordedEntry>) =>
      advised(document, { ledger: [entry(fields)] })[code];
    expect(outside({})).toEqual(["prod"]);
    expect(outside({ purpose: "automation" })).toEqual(["prod"]);
    expect(outside({ purpose: "exported" })).toEqual(["prod"]);
    expect(outside({ roles: ["os:impersonator"] })).toEqual(["prod"]);
    expect(outside({ purpose: "context" })).toBeUndefined();
    expect(outside({ roles: ["os:reader"] })).toBeUndefined();
    expect(outside({ notAfter: "2026-01-02T00:00:00.000Z" })).toBeUndefined();
    expect(outside({ isUndelivered: true })).toBeUndefined();
  });

  test("an administrator in a secret store is told of with what helps there", () => {
    const document = documentOf({ prod: reader });
    const found = (fields: Partial<RecordedEntry>) =>
      advised(document, { ledger: [entry(fields)] });
    for (const recipient of ["vault:secret/talos/prod", "sops:/repo/prod.yaml"])
      for (const purpose of ["exported", "store"] as const)
        expect(found({ purpose, recipient })).toEqual({
          "pushed-admin-key": ["prod"],
        });
    expect(found({ purpose: "exported", recipient: "/home/ada/sops" })).toEqual(
      { "admin-outside": ["prod"] },
    );
    const lesser = { purpose: "store", recipient: "sops:/a" } as const;
    expect(found({ ...lesser, roles: ["os:reader"] })).toEqual({});
  });

  test("a store that had another one is told of as it was last seen, by what was changed here since", () => {
    const content = contentHash(reader);
    const place = { address: "vault:secret/a", server: "", version: "7" };
    const known = { ...place, name: "a", sha256: "", pulledAt: now };
    const at = new Date("2026-11-30T05:00:00Z");
    const seen = { version: "8", content: "another", at };
    const changed = { ...reader, nodes: ["192.0.2.1"] };
    const found = (
      config: TalosContext,
      there: Partial<Origin["seen"]> | null,
    ) => {
      const origin = { ...known, content };
      const stored = storedOf(config, {
        origin: there ? { ...origin, seen: { ...seen, ...there } } : origin,
      });
      const findings = listFindings(
        documentOfStored({ prod: stored }),
        noPast,
        now,
      );
      return findings.map(({ code, severity }) => [code, severity]);
    };
    expect(found(reader, null)).toEqual([]);
    expect(found(changed, null)).toEqual([]);
    expect(found(reader, {})).toEqual([["origin-behind", "info"]]);
    expect(found(changed, {})).toEqual([["origin-diverged", "warning"]]);
    expect(found(changed, { content: contentHash(changed) })).toEqual([]);
    const origin = { ...known, content, seen };
    const two = documentOfStored({
      a: storedOf(reader, { origin }),
      b: storedOf({ ...reader, endpoints: ["192.0.2.2"] }, { origin }),
      c: storedOf(changed, { origin }),
      d: storedOf(reader, {
        origin: { ...origin, seen: { ...seen, at: now } },
      }),
    });
    const told = listFindings(two, noPast, now).filter(({ code }) =>
      code.startsWith("origin-"),
    );
    expect(told.map(({ contexts }) => contexts)).toEqual([
      ["b", "c"],
      ["a"],
      ["d"],
    ]);
    expect(told[1]).toMatchObject({
      message: expect.stringContaining(momentText(at)) as string,
      actions: ["pull", "check-origins"],
    });
  });

  test("what happened under an old name is the context's, and not another's with that name", () => {
    const renamings = [
      {
        note: "renamed",
        at: "2026-02-01T00:00:00.000Z",
        from: "prod",
        to: "fra",
      },
      {
        note: "renamed",
        at: "2026-03-01T00:00:00.000Z",
        from: "fra",
        to: "de",
      },
    ] as const;
    const other = contextOf(authority.pair.crt, authority.client());
    const document = documentOf({ de: admin, prod: other });
    const sessions = [session(), session(), session()];
    expect(
      advised(document, { sessions, ledger: [entry()], renamings }),
    ).toEqual({
      "admin-where-reader-was-used": ["de"],
      "admin-outside": ["de"],
    });
    const later = "2026-04-01T00:00:00.000Z";
    const since = [entry({ issuedAt: later })];
    expect(advised(document, { ledger: since, renamings })).toEqual({
      "admin-outside": ["prod"],
    });
  });

  test("a life is long or over", () => {
    const { crt } = authority.pair;
    const long = contextOf(crt, authority.client({ days: 100 }));
    const document = documentOf({ long, prod: reader });
    expect(advised(document)).toEqual({ "long-life": ["long"] });
    const after = new Date(now.getTime() + 90 * 86_400_000);
    expect(advised(document, {}, after)).toEqual({
      "long-life": ["long"],
      expired: ["prod"],
      "expires-soon": ["long"],
    });
  });

  test("what a context's own page finds has the same severity here, worst first", () => {
    const { crt } = authority.pair;
    const none = contextOf(crt, authority.client({ roles: [] }));
    const document = documentOf({
      none,
      prod: reader,
      nowhere: { ...admin, endpoints: [] },
    });
    const after = new Date(now.getTime() + 90 * 86_400_000);
    const found = listFindings(document, noPast, after);
    expect(found[0]).toMatchObject({ code: "expired", severity: "error" });
    const severities = new Map<string, object>(
      [...document.contexts.values()].flatMap(({ config }) =>
        examineContext(config, after).map(
          ({ code, severity, actions }) =>
            [code, { severity, actions }] as const,
        ),
      ),
    );
    const codes = found.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(["expired", "no-role", "no-endpoints"]),
    );
    for (const { code, severity, actions } of found)
      expect({ severity, actions }, code).toEqual(severities.get(code));
  });

  test("whatever is a warning on a context's own page is one here", () => {
    const { crt, key: _key, ca, ...addresses } = admin;
    const document = documentOf({
      "no-ca": reader,
      "no-credential": { ...addresses, ...(ca && { ca }) },
      "basic-auth": {
        ...addresses,
        ...(ca && { ca }),
        auth: { basic: { username: "u", password: new Secret("p") } },
      },
      "https-endpoint": { ...reader, endpoints: ["https://10.0.0.1"] },
      "half-a-pair": { ...addresses, ...(ca && { ca }), ...(crt && { crt }) },
    });
    const { ca: _ca, ...withoutCa } = reader;
    const found = listFindings(
      documentOf({
        ...Object.fromEntries(
          [...document.contexts].map(([name, { config }]) => [name, config]),
        ),
        "no-ca": withoutCa,
      }),
      noPast,
      now,
    );
    for (const name of document.contexts.keys())
      expect(found.find(({ code }) => code === name)?.contexts).toContain(name);
  });

  test("what ends within a day, and a CA that ends in two weeks, are found", () => {
    const { crt } = authority.pair;
    const day = contextOf(crt, authority.client({ days: 1 }));
    expect(advised(documentOf({ day }))).toEqual({ "expires-soon": ["day"] });
    const short = new TestAuthority("ed25519", 14);
    const config = contextOf(short.pair.crt, short.client());
    short.dispose();
    const soon = { "ca-expires-soon": ["prod"] };
    expect(advised(documentOf({ prod: config }))).toEqual(soon);
  });

  test("each says what is so and what to do", () => {
    const document = documentOf({ a: admin, b: admin });
    const past = { ...noPast, ledger: [entry({ context: "a" })] };
    for (const { message, next } of listFindings(document, past, now)) {
      expect(message).toMatch(/[.]$/);
      expect(next).toMatch(/[.]$/);
    }
  });
});
