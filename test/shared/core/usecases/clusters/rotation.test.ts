import { classifyFile } from "../../../../../shared/core/imports/classify-file.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseRotated } from "../../../../../shared/core/usecases/clusters/hand-out-cluster.ts";
import { readNewAuthority } from "../../../../../shared/core/usecases/clusters/new-authority.ts";
import { rotationState } from "../../../../../shared/core/usecases/clusters/rotation-state.ts";
import { issueAuthority } from "../../../../../shared/core/pki/issuing/issue-authority.ts";
import { decideClusterCopy } from "../../../../../shared/core/policy/decide-cluster-copy.ts";
import { issuerOf } from "../../../../../shared/core/trust/cluster-trust.ts";
import { joinAuthorities } from "../../../../../shared/core/usecases/clusters/join-authorities.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { readPem } from "../../../../../shared/core/pki/pem.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";

// Later than the authorities that are made below.
const now = new Date(Date.now() + 60_000);

describe("a rotation", () => {
  let old: TestAuthority;
  let fresh: TestAuthority;
  let foreign: TestAuthority;
  beforeAll(() => {
    old = new TestAuthority();
    fresh = new TestAuthority("p256");
    foreign = new TestAuthority();
  });
  afterAll(() => {
    for (const one of [old, fresh, foreign]) one.dispose();
  });

  const both = () =>
    joinAuthorities(base64(old.pair.crt), base64(fresh.pair.crt));
  const bytes = (text: string) => new TextEncoder().encode(text);
  const leafOf = (authority: TestAuthority) => {
    const [block] = readPem(bytes(authority.client().crt));
    if (!block) throw new Error("no certificate");
    return block.der;
  };

  const stored = (by: TestAuthority, ca: string) =>
    storedOf({ ...contextOf(by.pair.crt, by.client()), ca });
  const documentOf = (prod: StoredContext) => documentOfStored({ prod });

  test("what is left of before proves nothing against a context whose CA is younger", () => {
    const ca = base64(old.pair.crt);
    const year = 365 * 86_400_000;
    const guardedBy = (begin: number) => {
      const { certificate } = issueAuthority({
        kind: "ed25519",
        organization: "talos",
        notBefore: new Date(begin),
        notAfter: new Date(begin + year),
        serial: Uint8Array.of(1),
        subjectKeyId: new Uint8Array(20),
      });
      const marked = storedOf(
        { endpoints: [], nodes: [], ca: base64(certificate) },
        { production: true },
      );
      const document = documentOfStored({ left: stored(old, ca), marked });
      return decideClusterCopy(document, { name: "prod", ca }, {});
    };
    expect(guardedBy(now.getTime())).not.toBeNull();
    // A cluster that was there before is another one.
    expect(guardedBy(now.getTime() - year)).toBeNull();
  });

  /** With the secrets that the cluster had first. */
  const judge = (document: VaultDocument) => {
    const { crt, key } = old.pair;
    const secrets = new Secret(`${crt}${key}`);
    const cluster = { endpoint: "https://10.0.0.2:6443", secrets, createdAt: now }; // prettier-ignore
    const clusters = new Map([["prod", cluster]]);
    return refuseRotated({ ...document, clusters }, "prod", now);
  };

  test.each([
    ["is not begun", () => stored(old, base64(old.pair.crt)), true],
    ["is under way", () => stored(fresh, both()), false],
    ["is over", () => stored(fresh, base64(fresh.pair.crt)), false],
  ] as const)(
    "where it %s, configs are made from the cluster's first secrets or not",
    (_, prod, isMade) => {
      const judged = judge(documentOf(prod()));
      expect(judged.ok).toBe(isMade);
      if (!judged.ok)
        expect(judged.error).toMatchObject({
          code: "context-conflict",
          actions: ["rotation"],
        });
      // A context of another name and CA says nothing of it.
      const other = documentOfStored({
        lab: stored(foreign, base64(foreign.pair.crt)),
      });
      expect(judge(other).ok).toBe(true);
    },
  );

  test("the talosconfig of an administrator brings the one CA that signed it, and no other", () => {
    const config = {
      ...contextOf(fresh.pair.crt, fresh.client()),
      ca: base64(fresh.pair.crt + foreign.pair.crt),
    };
    const text = emitTalosconfig({
      context: "a",
      contexts: new Map([["a", config]]),
    });
    const read = readNewAuthority(classifyFile(bytes(text)), now);
    expect(read).toMatchObject({ ok: true, value: { kind: "admin" } });
    if (!read.ok) return;
    const pem = Buffer.from(read.value.ca, "base64").toString("utf8");
    expect(pem.match(/BEGIN/g)).toHaveLength(1);
    expect(joinAuthorities(base64(fresh.pair.crt), read.value.ca)).toBe(
      base64(fresh.pair.crt),
    );
  });

  test.each([
    ["of another CA", () => ({ ca: base64(foreign.pair.crt) })],
    ["without a key", () => ({ key: undefined })],
    [
      "of a reader",
      () => {
        const { crt, key } = fresh.client({ roles: ["os:reader"] });
        return { crt: base64(crt), key: new Secret(base64(key)) };
      },
    ],
  ])("a talosconfig %s is refused", (_, change) => {
    const { key, ...rest } = {
      ...contextOf(fresh.pair.crt, fresh.client()),
      ...change(),
    };
    const config = { ...rest, ...(key ? { key } : {}) };
    const text = emitTalosconfig({
      context: "a",
      contexts: new Map([["a", config]]),
    });
    expect(readNewAuthority(classifyFile(bytes(text)), now)).toMatchObject({
      ok: false,
      error: { code: "talosconfig-invalid" },
    });
  });

  test("as long as one node shows the older CA, that is how far it is", () => {
    const context = stored(fresh, both());
    const found = { name: "prod", context };
    const phase = (...leaves: readonly Uint8Array[]) =>
      rotationState(documentOf(context), found, leaves).phase;
    expect(phase()).toBe("unseen");
    const lost = { ...context, config: { ...context.config, endpoints: [] } };
    const unasked = { name: "prod", context: lost };
    expect(rotationState(documentOf(lost), unasked, []).phase).toBe("no-endpoints"); // prettier-ignore
    expect(phase(leafOf(old))).toBe("prepared");
    expect(phase(leafOf(fresh), leafOf(old))).toBe("prepared");
    expect(phase(leafOf(fresh))).toBe("done");
    expect(phase(leafOf(foreign))).toBe("rotated-away");
  });

  test("the newer of two authorities makes what sessions get", () => {
    const authorities = new Map(
      [old, fresh].map(({ pair }, index) => [
        String(index),
        {
          crt: base64(pair.crt),
          key: new Secret(""),
          sealed: false,
          addedAt: now,
        },
      ]),
    );
    const context = stored(old, both());
    const document = { ...documentOf(context), authorities };
    expect(issuerOf(document, context.config.ca)?.crt).toBe(
      base64(fresh.pair.crt),
    );
    expect(issuerOf(document, base64(old.pair.crt))?.crt).toBe(
      base64(old.pair.crt),
    );
  });
});
