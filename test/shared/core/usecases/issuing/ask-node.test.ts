import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LedgerLine } from "../../../../../shared/core/ledger/entry.ts";
import type { Ledger } from "../../../../../shared/core/ports/ledger.ts";
import type {
  ApiAnswer,
  GeneratedPair,
  TalosApi,
} from "../../../../../shared/core/ports/talos-api.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { askNode } from "../../../../../shared/core/usecases/issuing/ask-node.ts";
import {
  contextOf,
  TestAuthority,
  type ClientOptions,
} from "../../../../doubles/certificates.ts";
import { storedOf } from "../../../../doubles/documents.ts";
import { offlineTalosApi } from "../../../../doubles/offline-talos-api.ts";
import { issuingPortsAt } from "../../../../doubles/issuing-ports.ts";

const daySeconds = 86_400;

describe("what a node made is checked before it is used", () => {
  let authority: TestAuthority;
  let other: TestAuthority;
  beforeAll(() => {
    authority = new TestAuthority();
    other = new TestAuthority();
  });
  afterAll(() => {
    authority.dispose();
    other.dispose();
  });

  const ledger: LedgerLine[] = [];
  const now = new Date();

  const asker = () => ({
    name: "prod",
    context: storedOf(contextOf(authority.pair.crt, authority.client())),
  });

  /** A node that answers with this. */
  function ask(
    answer: ApiAnswer<GeneratedPair>,
    append: Ledger["append"] = async (...lines) => {
      ledger.push(...lines);
      return success(undefined);
    },
    roles: readonly string[] = ["os:reader"],
  ) {
    ledger.length = 0;
    const talos: TalosApi = {
      ...offlineTalosApi,
      generate: async () => answer,
    };
    const from = asker();
    const ports = issuingPortsAt(now, ledger, talos);
    return askNode(
      { ...ports, ledger: { ...ports.ledger, append } },
      {
        asker: from,
        base: from.context.config,
        request: { roles, ttlSeconds: daySeconds },
        patienceMs: 1000,
        facts: { context: "prod", purpose: "session", recipient: "a session" },
      },
    );
  }

  function pair(
    request: ClientOptions,
    ca = authority,
    key?: string,
  ): ApiAnswer<GeneratedPair> {
    const made = ca.client({ roles: ["os:reader"], days: 1, ...request });
    return {
      ok: true,
      value: {
        ca: authority.pair.crt,
        crt: made.crt,
        key: new Secret(key ?? made.key),
        endpoint: "127.0.0.1",
      },
    };
  }

  test("what was asked for is used, in the context's own place, and is in the ledger", async () => {
    const asked = await ask(pair({}));
    expect(asked).toMatchObject({
      ok: true,
      value: {
        roles: ["os:reader"],
        config: { endpoints: ["10.0.0.1"], nodes: ["10.0.0.2"] },
      },
    });
    expect(ledger).toMatchObject([
      { via: "node", roles: ["os:reader"], recipient: "a session" },
    ]);
  });

  test("a role that is asked for twice is there when it is there once", async () => {
    const roles = ["os:reader", "os:reader"];
    expect((await ask(pair({}), undefined, roles)).ok).toBe(true);
  });

  test("CAs that a node names besides are trusted by nobody", async () => {
    const answer = pair({});
    if (!answer.ok) throw new Error("no pair");
    const ca = other.pair.crt + answer.value.ca;
    const asked = await ask({ ok: true, value: { ...answer.value, ca } });
    const { config } = asker().context;
    expect(asked).toMatchObject({
      ok: true,
      value: { config: { ca: config.ca } },
    });
  });

  test.each<[string, () => ApiAnswer<GeneratedPair>, RegExp]>([
    ["more roles", () => pair({ roles: ["os:admin"] }), /os:admin/],
    [
      "another role besides",
      () => pair({ roles: ["os:reader", "os:admin"] }),
      /roles/,
    ],
    ["no role", () => pair({ roles: [] }), /of nobody/],
    ["a longer life", () => pair({ days: 365 }), /lives for 31536000 s/],
    [
      "another key usage",
      () => pair({ extendedKeyUsage: "clientAuth,serverAuth" }),
      /key usage/,
    ],
    ["another CA", () => pair({}, other), /not signed by a CA that/],
    [
      "another key",
      () => pair({}, authority, other.client().key),
      /its key is not/,
    ],
    ["no key", () => pair({}, authority, "nothing"), /its key is not/],
  ])(
    "%s is refused, and the ledger says that it exists and nobody has it",
    async (_, answer, why) => {
      const asked = await ask(answer());
      expect(asked).toMatchObject({
        ok: false,
        error: { code: "cluster-refused" },
      });
      if (!asked.ok) expect(asked.error.message).toMatch(why);
      const [made, note] = ledger;
      expect(made).toMatchObject({ via: "node", purpose: "session" });
      expect(note).toMatchObject({
        note: "undelivered",
        context: "prod",
        fingerprint: made && "fingerprint" in made ? made.fingerprint : "",
      });
    },
  );

  test("an answer without a certificate is refused", async () => {
    const noise: ApiAnswer<GeneratedPair> = {
      ok: true,
      value: { ca: "", crt: "", key: new Secret(""), endpoint: "127.0.0.1" },
    };
    expect(await ask(noise)).toMatchObject({
      ok: false,
      error: { code: "cluster-refused" },
    });
    expect(ledger).toEqual([]);
  });

  test("what cannot be written down is not handed out", async () => {
    const full = failure(vaultError("disk-full", "Full.", "Make room."));
    expect(await ask(pair({}), async () => full)).toEqual(full);
  });

  test("nobody answers: the verdict is the error", async () => {
    const asked = await askNode(issuingPortsAt(now), {
      asker: asker(),
      base: asker().context.config,
      request: { roles: ["os:reader"], ttlSeconds: daySeconds },
      patienceMs: 1000,
      facts: { context: "prod", purpose: "session", recipient: "a session" },
    });
    expect(asked).toMatchObject({
      ok: false,
      error: { code: "cluster-unreachable" },
    });
  });
});
