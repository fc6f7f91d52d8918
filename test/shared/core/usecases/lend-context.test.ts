import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAuthority } from "../../../../shared/core/authorities/read-authority.ts";
import { vaultError } from "../../../../shared/core/errors.ts";
import type { LedgerEntry } from "../../../../shared/core/ledger/entry.ts";
import type { CredentialWish } from "../../../../shared/core/ports/vault-reader.ts";
import { failure, success } from "../../../../shared/core/result.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import { keepAuthority } from "../../../../shared/core/usecases/keep-authority.ts";
import { lendContext } from "../../../../shared/core/usecases/lend-context.ts";
import type {
  ContextMetadata,
  VaultDocument,
} from "../../../../shared/core/vault/document.ts";
import { sealKey } from "../../../../shared/core/vault/seal-key.ts";
import {
  documentOf,
  documentOfStored,
  storedOf,
} from "../../../doubles/documents.ts";
import { offlineTalosApi } from "../../../doubles/offline-talos-api.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import { must } from "../../../doubles/memory-host.ts";

// Later than the authorities that are made below.
const now = new Date(Date.now() + 60_000);
const session = "0".repeat(32);
const passphrase = new Secret("correct horse battery");

describe("the credential of a session", () => {
  let authority: TestAuthority;
  let other: TestAuthority;
  let pem: string;

  beforeAll(() => {
    authority = new TestAuthority();
    other = new TestAuthority();
    pem = authority.pair.crt + authority.pair.key;
  });
  afterAll(() => {
    authority.dispose();
    other.dispose();
  });

  const read = () =>
    must(readAuthority(new TextEncoder().encode(pem), new Date()));

  function documentWith(
    metadata: Partial<ContextMetadata> = {},
    issuer = authority,
  ): VaultDocument {
    const config = contextOf(issuer.pair.crt, issuer.client({ days: 300 }));
    return documentOfStored({ prod: storedOf(config, metadata) });
  }

  const ledger: LedgerEntry[] = [];
  let serial = 1;
  const ports = {
    clock: { now: () => now, monotonicMs: () => 0 },
    random: {
      bytes: (length: number) =>
        Uint8Array.from({ length }, () => serial++ % 256),
    },
    ledger: {
      append: async (entry: LedgerEntry) => {
        ledger.push(entry);
        return success(undefined);
      },
      read: async () =>
        success({ entries: ledger, renamings: [], unreadable: 0 }),
    },
    talos: offlineTalosApi,
  };
  const lend = (document: VaultDocument, wish: Partial<CredentialWish> = {}) =>
    lendContext(ports, document, undefined, { session, ...wish });

  test("without an authority it is the context's own key, and says until when", async () => {
    const document = documentWith();
    const lent = must(await lend(document));
    expect(lent).toMatchObject({
      credential: "stored",
      roles: ["os:admin"],
      ttlSeconds: 3600,
    });
    expect(lent.config).toBe(document.contexts.get("prod")?.config);
    expect(lent.notices.join()).toContain("stays valid until");
    expect(must(await lend(document, { isStored: true })).notices).toEqual([]);
  });

  test("with one it is a reader for an hour, with a key that is nowhere else", async () => {
    const document = keepAuthority(documentWith(), read(), now);
    ledger.length = 0;
    const lent = must(await lend(document, { reason: "looking" }));
    expect(lent).toMatchObject({
      credential: "derived",
      roles: ["os:reader"],
      ttlSeconds: 3600,
    });
    const before = document.contexts.get("prod")?.config;
    expect(lent.config.key?.reveal()).not.toBe(before?.key?.reveal());
    const certificate = new X509Certificate(
      Buffer.from(lent.config.crt ?? "", "base64"),
    );
    expect(
      certificate.verify(new X509Certificate(authority.pair.crt).publicKey),
    ).toBe(true);
    const life =
      Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    expect(life).toBe((3600 + 60) * 1000);
    expect(lent.config).toMatchObject({
      endpoints: before?.endpoints,
      nodes: before?.nodes,
      ca: before?.ca,
    });
    expect(ledger).toMatchObject([
      {
        context: "prod",
        roles: ["os:reader"],
        purpose: "session",
        recipient: session,
        reason: "looking",
        serial: certificate.serialNumber,
        via: "authority",
      },
    ]);
  });

  test("what is asked for wins over the context's defaults, and those over ours", async () => {
    const defaults = { roles: ["os:operator"], ttlSeconds: 600 };
    const document = keepAuthority(
      documentWith({ session: defaults }),
      read(),
      now,
    );
    expect(must(await lend(document))).toMatchObject(defaults);
    const asked = { roles: ["os:etcd:backup"], ttlSeconds: 60 };
    expect(must(await lend(document, asked))).toMatchObject(asked);
    expect(must(await lend(document, { isStored: true }))).toMatchObject({
      credential: "stored",
      roles: ["os:admin"],
      ttlSeconds: 600,
    });
  });

  const refused: readonly (readonly [
    string,
    Partial<CredentialWish>,
    Partial<ContextMetadata>,
    string,
  ])[] = [
    ["13 hours", { ttlSeconds: 13 * 3600 }, {}, "context-invalid"],
    ["a custom role", { roles: ["my:role"] }, {}, "context-invalid"],
    ["impersonation", { roles: ["os:impersonator"] }, {}, "unconfirmed"],
    [
      "root on production",
      { roles: ["os:admin"] },
      { production: true },
      "unconfirmed",
    ],
    [
      "root on production without a reason",
      { roles: ["os:admin"], confirmation: "prod" },
      { production: true },
      "unconfirmed",
    ],
    [
      "root on production with another name",
      { roles: ["os:admin"], confirmation: "staging", reason: "x" },
      { production: true },
      "unconfirmed",
    ],
    [
      "the stored key of production",
      { isStored: true },
      { production: true },
      "unconfirmed",
    ],
  ];
  test.each(refused)(
    "%s is refused, and nothing is issued",
    async (_, wish, metadata, code) => {
      const document = keepAuthority(documentWith(metadata), read(), now);
      ledger.length = 0;
      expect(await lend(document, wish)).toMatchObject({
        ok: false,
        error: { code },
      });
      expect(ledger).toEqual([]);
    },
  );

  test("what is meant is given: a reason and the name, or --force", async () => {
    const production = keepAuthority(
      documentWith({ production: true }),
      read(),
      now,
    );
    const meant = { roles: ["os:admin"], confirmation: "prod", reason: "etcd" };
    expect(must(await lend(production, meant)).roles).toEqual(["os:admin"]);
    expect(must(await lend(production)).roles).toEqual(["os:reader"]);
    const forced = {
      isForced: true,
      ttlSeconds: 13 * 3600,
      roles: ["my:role"],
    } as const;
    const lent = must(await lend(production, forced));
    expect(lent).toMatchObject({ ttlSeconds: 13 * 3600, roles: ["my:role"] });
  });

  test("a role that cannot be made is never answered with more", async () => {
    expect(await lend(documentWith(), { roles: ["os:reader"] })).toMatchObject({
      ok: false,
      error: {
        code: "cluster-unreachable",
        next: expect.stringContaining("authority import") as string,
      },
    });
    const named = { session: { roles: ["os:reader"] } };
    expect(await lend(documentWith(named))).toMatchObject({
      ok: false,
      error: { code: "cluster-unreachable" },
    });
    const strangers = keepAuthority(documentWith({}, other), read(), now);
    expect(must(await lend(strangers)).credential).toBe("stored");
    expect(
      must(await lend(strangers, { roles: ["os:admin"] })).credential,
    ).toBe("stored");
  });

  test("a sealed authority signs with its passphrase alone", async () => {
    const sealed = must(await sealKey(read().keyText, passphrase));
    expect(sealed.reveal()).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    const document = keepAuthority(documentWith(), read(), now, sealed);
    expect(must(await lend(document)).credential).toBe("stored");
    const reader = { roles: ["os:reader"] };
    expect(await lend(document, reader)).toMatchObject({
      ok: false,
      error: { code: "authority-sealed" },
    });
    const wrong = { ...reader, passphrase: new Secret("something else") };
    expect(await lend(document, wrong)).toMatchObject({
      ok: false,
      error: { code: "passphrase-wrong" },
    });
    const lent = must(await lend(document, { ...reader, passphrase }));
    expect(lent.credential).toBe("derived");
  }, 20_000);

  test("why it is the stored key is said", async () => {
    const reader = contextOf(
      authority.pair.crt,
      authority.client({ roles: ["os:reader"] }),
    );
    const document = documentOf({ prod: reader });
    const why = async (one: VaultDocument) =>
      must(await lend(one)).notices.join("\n");
    expect(await why(document)).toMatch(
      /until .* UTC: the vault has no authority/,
    );
    const sealed = must(await sealKey(read().keyText, passphrase));
    const kept = keepAuthority(document, read(), now, sealed);
    expect(await why(kept)).toMatch(/until .* UTC: .* authority is sealed/);
    const asked = await lend(kept, { roles: ["os:admin"] });
    expect(!asked.ok && asked.error.next).toContain("--stored");
  });

  test("a role that is said twice is there once, and no role is refused", async () => {
    const document = keepAuthority(documentWith(), read(), now);
    const roles = ["os:reader", "os:reader"];
    expect(must(await lend(document, { roles })).roles).toEqual(["os:reader"]);
    expect(await lend(document, { roles: [] })).toMatchObject({
      ok: false,
      error: { code: "usage" },
    });
  });

  test("what cannot be written down is not handed out", async () => {
    const document = keepAuthority(documentWith(), read(), now);
    const full = vaultError("disk-full", "The disk is full.", "Make room.");
    const broken = {
      ...ports,
      ledger: { ...ports.ledger, append: async () => failure(full) },
    };
    expect(await lendContext(broken, document, undefined, { session })).toEqual(
      failure(full),
    );
  });
});
