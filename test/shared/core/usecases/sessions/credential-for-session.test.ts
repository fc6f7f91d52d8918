import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { readAuthority } from "../../../../../shared/core/authorities/read-authority.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import type { LedgerLine } from "../../../../../shared/core/ledger/entry.ts";
import type {
  SessionRequest,
  Signer,
  WantedCredential,
} from "../../../../../shared/core/policy/request.ts";
import { failure } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { storeAuthority } from "../../../../../shared/core/usecases/authorities/store-authority.ts";
import { issueSessionCredential } from "../../../../../shared/core/usecases/sessions/credential-for-session.ts";
import type {
  ContextMetadata,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { sealKey } from "../../../../../shared/core/vault/sealed/seal-key.ts";
import {
  documentOf,
  documentOfStored,
  storedOf,
} from "../../../../doubles/documents.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { must } from "../../../../doubles/memory-host.ts";
import {
  nodeOf,
  noAnswer,
  ScriptedTalosApi,
} from "../../../../doubles/scripted-talos-api.ts";
import { issuingPortsAt } from "../../../../doubles/issuing-ports.ts";

vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

// Later than the authorities that are made below.
const now = new Date(Date.now() + 60_000);
const session = "0".repeat(32);
const passphrase = new Secret("correct horse battery");
const anything: WantedCredential = { kind: "default" };
const stored: WantedCredential = { kind: "stored" };
const named = (roles: readonly string[], by?: Signer): WantedCredential => ({
  kind: "roles",
  roles,
  ...(by ? { by } : {}),
});

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

  const ledger: LedgerLine[] = [];
  const ports = issuingPortsAt(now, ledger);
  const give = (
    document: VaultDocument,
    wants: WantedCredential = { kind: "default" },
    said: Partial<SessionRequest> = {},
  ) =>
    issueSessionCredential(ports, document, undefined, {
      kind: "session",
      session,
      wants,
      ...said,
    });

  test("a key that may do everything is given only when somebody says so", async () => {
    const document = documentWith();
    expect(await give(document)).toMatchObject({
      ok: false,
      error: {
        code: "cluster-unreachable",
        actions: ["keep-authority", "own-key"],
      },
    });
    const given = must(await give(document, stored));
    expect(given).toMatchObject({
      credential: "stored",
      roles: ["os:admin"],
      ttlSeconds: 3600,
      warnings: [],
    });
    expect(given.config).toBe(document.contexts.get("prod")?.config);
  });

  test("where the administrator that lasts longest gets nothing, the next one asks, and a question is never passed by", async () => {
    const { crt } = authority.pair;
    const admin = (days: number, metadata: Partial<ContextMetadata> = {}) =>
      storedOf(
        {
          ...contextOf(crt, authority.client({ days })),
          endpoints: [`10.0.0.${String(days)}`],
        },
        metadata,
      );
    const reader = storedOf(
      contextOf(crt, authority.client({ roles: ["os:reader"], days: 5 })),
    );
    const talos = new ScriptedTalosApi();
    const asked: string[] = [];
    const works = nodeOf(authority);
    talos.make = (config, ...rest) => {
      const [endpoint = ""] = config.endpoints;
      asked.push(endpoint);
      return endpoint === "10.0.0.90"
        ? noAnswer("ECONNREFUSED")
        : works(config, ...rest);
    };
    const ask = (contexts: Parameters<typeof documentOfStored>[0]) =>
      issueSessionCredential(
        { ...ports, talos },
        { ...documentOfStored(contexts), current: "reader" },
        undefined,
        { kind: "session", session, wants: named(["os:reader"]) },
      );
    const first = admin(90);
    const given = must(await ask({ reader, first, second: admin(80) }));
    expect(given).toMatchObject({ name: "reader", credential: "derived" });
    expect(asked).toEqual(["10.0.0.90", "10.0.0.80"]);
    asked.length = 0;
    const guarded = admin(80, { production: true });
    const refused = await ask({ reader, first, guarded });
    expect(refused).toMatchObject({ error: { code: "cluster-unreachable" } });
    expect(asked).toEqual(["10.0.0.90"]);
  });

  test("an administrator who could be borrowed is not said to be missing", async () => {
    const { crt } = authority.pair;
    const of = (roles: string[], endpoints: string[]) =>
      storedOf({ ...contextOf(crt, authority.client({ roles })), endpoints });
    const contexts = {
      reader: of(["os:reader"], []),
      admin: of(["os:admin"], []),
    };
    const lender = of(["os:admin"], ["10.0.0.1"]);
    const ask = (current: "reader" | "admin", all = { ...contexts, lender }) =>
      give({ ...documentOfStored(all), current });
    const lent = must(await ask("reader"));
    expect(lent).toMatchObject({ credential: "stored", roles: ["os:reader"] });
    const [warned] = lent.warnings;
    expect(warned?.message).toContain("borrowed for roles that are named");
    expect(await ask("admin")).toMatchObject({
      ok: false,
      error: { next: expect.stringContaining('"lender"') as string },
    });
    // Without it they are told what is missing.
    const alone = must(
      await give({ ...documentOfStored(contexts), current: "reader" }),
    );
    expect(alone.warnings[0]?.message).toContain("no valid os:admin");
  });

  test("with one it is a reader for an hour, with a key that is nowhere else", async () => {
    const document = storeAuthority(documentWith(), read(), now);
    ledger.length = 0;
    const lent = must(await give(document, anything, { reason: "looking" }));
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
    const document = storeAuthority(
      documentWith({ session: defaults }),
      read(),
      now,
    );
    expect(must(await give(document))).toMatchObject(defaults);
    const roles = ["os:etcd:backup"];
    const asked = await give(document, named(roles), { ttlSeconds: 60 });
    expect(must(asked)).toMatchObject({ roles, ttlSeconds: 60 });
    expect(must(await give(document, stored))).toMatchObject({
      credential: "stored",
      roles: ["os:admin"],
      ttlSeconds: 600,
    });
  });

  const refused: readonly (readonly [
    string,
    WantedCredential,
    Partial<SessionRequest>,
    Partial<ContextMetadata>,
    string,
  ])[] = [
    ["13 hours", anything, { ttlSeconds: 13 * 3600 }, {}, "context-invalid"],
    ["a custom role", named(["my:role"]), {}, {}, "context-invalid"],
    ["impersonation", named(["os:impersonator"]), {}, {}, "unconfirmed"],
    [
      "root on production",
      named(["os:admin"]),
      {},
      { production: true, consent: "never" },
      "unconfirmed",
    ],
    [
      "root on production without a reason",
      named(["os:admin"]),
      { confirmation: "prod" },
      { production: true, consent: "never" },
      "unconfirmed",
    ],
    [
      "root on production with another name",
      named(["os:admin"]),
      { confirmation: "staging", reason: "x" },
      { production: true, consent: "never" },
      "unconfirmed",
    ],
    [
      "the stored key of production",
      stored,
      {},
      { production: true, consent: "never" },
      "unconfirmed",
    ],
  ];
  test.each(refused)(
    "%s is refused, and nothing is issued",
    async (_, wants, said, metadata, code) => {
      const document = storeAuthority(documentWith(metadata), read(), now);
      ledger.length = 0;
      expect(await give(document, wants, said)).toMatchObject({
        ok: false,
        error: { code },
      });
      expect(ledger).toEqual([]);
    },
  );

  test("what is meant is given: a reason and the name, or --force", async () => {
    const production = storeAuthority(
      documentWith({ production: true, consent: "never" }),
      read(),
      now,
    );
    const meant = { confirmation: "prod", reason: "etcd" };
    const root = await give(production, named(["os:admin"]), meant);
    expect(must(root)).toMatchObject({ roles: ["os:admin"], reason: "etcd" });
    expect(must(await give(production)).roles).toEqual(["os:reader"]);
    const given = await give(production, named(["my:role"]), {
      isForced: true,
      ttlSeconds: 13 * 3600,
    });
    expect(must(given)).toMatchObject({
      ttlSeconds: 13 * 3600,
      roles: ["my:role"],
    });
  });

  test("a role that cannot be made is never answered with more, or with as much", async () => {
    const away = { ok: false, error: { code: "cluster-unreachable" } };
    for (const role of ["os:reader", "os:admin"])
      expect(await give(documentWith(), named([role]))).toMatchObject(away);
    const chosen = { session: { roles: ["os:reader"] } };
    expect(await give(documentWith(chosen))).toMatchObject(away);
    const strangers = storeAuthority(documentWith({}, other), read(), now);
    expect(await give(strangers)).toMatchObject(away);
  });

  test("a sealed authority signs with its passphrase alone", async () => {
    const sealed = must(await sealKey(read().keyText, passphrase));
    expect(sealed.reveal()).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    const document = storeAuthority(documentWith(), read(), now, sealed);
    const reader = (text?: Secret) =>
      give(
        document,
        named(["os:reader"], text && { kind: "passphrase", passphrase: text }),
      );
    expect(await reader()).toMatchObject({
      ok: false,
      error: { code: "authority-sealed" },
    });
    expect(await reader(new Secret("something else"))).toMatchObject({
      ok: false,
      error: { code: "passphrase-wrong" },
    });
    expect(must(await reader(passphrase)).credential).toBe("derived");
  }, 60_000);

  test("why it is the stored key is said", async () => {
    const reader = contextOf(
      authority.pair.crt,
      authority.client({ roles: ["os:reader"] }),
    );
    const document = documentOf({ prod: reader });
    const why = async (one: VaultDocument) =>
      must(await give(one))
        .warnings.map(({ message }) => message)
        .join("\n");
    expect(await why(document)).toMatch(
      /until .* UTC: the vault has no authority/,
    );
    const sealed = must(await sealKey(read().keyText, passphrase));
    const kept = storeAuthority(document, read(), now, sealed);
    expect(await why(kept)).toMatch(/until .* UTC: .* authority is sealed/);
    const asked = await give(kept, named(["os:admin"]));
    expect(!asked.ok && asked.error.actions).toContain("own-key");
  });

  test("a role that is said twice is there once, and no role is refused", async () => {
    const document = storeAuthority(documentWith(), read(), now);
    const roles = ["os:reader", "os:reader"];
    expect(must(await give(document, named(roles))).roles).toEqual([
      "os:reader",
    ]);
    expect(await give(document, named([]))).toMatchObject({
      ok: false,
      error: { code: "usage" },
    });
  });

  test("what cannot be written down is not handed out", async () => {
    const document = storeAuthority(documentWith(), read(), now);
    const full = vaultError("disk-full", "The disk is full.", "Make room.");
    const broken = {
      ...ports,
      ledger: { ...ports.ledger, append: async () => failure(full) },
    };
    expect(
      await issueSessionCredential(broken, document, undefined, {
        kind: "session",
        session,
        wants: anything,
      }),
    ).toEqual(failure(full));
  });
});
