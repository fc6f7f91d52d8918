import { afterAll, beforeAll, expect, test } from "vitest";
import { readAuthority } from "../../../../shared/core/authorities/read-authority.ts";
import { decideClusterCopy } from "../../../../shared/core/policy/decide-cluster-copy.ts";
import { decide } from "../../../../shared/core/policy/decide.ts";
import type { Decision } from "../../../../shared/core/policy/decision.ts";
import type { CredentialRequest } from "../../../../shared/core/policy/request.ts";
import { storeAuthority } from "../../../../shared/core/usecases/authorities/store-authority.ts";
import { editContext } from "../../../../shared/core/usecases/contexts/edit-context.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import type {
  ConsentRule,
  ContextMetadata,
  VaultDocument,
} from "../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../doubles/documents.ts";
import { must } from "../../../doubles/memory-host.ts";
import {
  consentDimensions,
  consentRules,
  type ConsentCase,
} from "./consent-rules.ts";
import { casesOf, rulesFor, type Verdict } from "./rules.ts";

const name = "prod";
const now = new Date(Date.now() + 60_000);
const said = { reason: "to see", confirmation: name };

let authority: TestAuthority;
beforeAll(() => {
  authority = new TestAuthority();
});
afterAll(() => authority.dispose());

const configs = new Map<string, TalosContext>();

/** A key of these roles; made once, for OpenSSL takes its time. */
function configOf(roles: readonly string[]): TalosContext {
  const known = configs.get(roles.join());
  if (known) return known;
  const client = authority.client({ roles, days: 90 });
  const config = contextOf(authority.pair.crt, client);
  configs.set(roles.join(), config);
  return config;
}

/** A vault with the cluster's authority, and a context of it with a key of these roles. */
function documentWith(
  roles: readonly string[],
  marks: Partial<ContextMetadata>,
  consent?: ConsentRule,
): VaultDocument {
  const { crt, key } = authority.pair;
  const config = configOf(roles);
  const bytes = new TextEncoder().encode(crt + key);
  const document = storeAuthority(
    documentOfStored({ [name]: storedOf(config, marks) }),
    must(readAuthority(bytes, now)),
    now,
  );
  return consent ? { ...document, consent } : document;
}

function decided(document: VaultDocument, request: CredentialRequest) {
  const context = document.contexts.get(name);
  if (!context) throw new Error("it is there");
  return decide(document, { name, context }, request, now);
}

function requestOf({ asks, role }: ConsentCase): CredentialRequest {
  const roles = [role];
  const session = "0".repeat(32);
  switch (asks) {
    case "session":
      return {
        kind: "session",
        session,
        wants: { kind: "roles", roles },
        ...said,
      };
    case "issue":
      return { kind: "issue", to: "file", roles, ...said };
    case "export":
      return { kind: "export", ...said };
    case "renew":
      return { kind: "renew" };
    case "extend":
    case "repoint":
    case "follow": {
      const held = { id: session, credential: "derived", roles } as const;
      const holds = { ...held, context: name, reason: said.reason };
      return { kind: asks, holds, ttlSeconds: 60 };
    }
  }
}

const isUnset = (rule: string): rule is "not set" => rule === "not set";

function verdictOf(one: ConsentCase): Verdict {
  const { consent, production, role } = one;
  const ofVault = one["of the vault"];
  const marks = {
    production: production === "yes",
    ...(isUnset(consent) ? {} : { consent }),
  };
  const document = documentWith(
    [role],
    marks,
    isUnset(ofVault) ? undefined : ofVault,
  );
  const request = requestOf(one);
  const first = decided(document, request);
  const isAsked = first.outcome === "unagreed";
  const agreed = { ...request, isAgreed: true } as CredentialRequest;
  const last: Decision = isAsked ? decided(document, agreed) : first;
  const asked = isAsked ? "a person" : "as above, but no person";
  if (last.outcome === "refused" && last.because.kind === "nobody-to-confirm")
    return {
      outcome: "refused: nobody is there to ask",
      role: "-",
      life: "-",
      asked,
    };
  expect(["sign", "stored"]).toContain(last.outcome);
  return { outcome: "as above", role: "as above", life: "as above", asked };
}

test("every combination is in exactly one row, and a person is asked as the row says", () => {
  const wrong: unknown[] = [];
  for (const one of casesOf(consentDimensions)) {
    const found = rulesFor(consentRules, one);
    const met = verdictOf(one);
    if (
      found.length !== 1 ||
      JSON.stringify(found[0]?.verdict) !== JSON.stringify(met)
    )
      wrong.push({ one, rows: found.map(({ verdict }) => verdict), met });
  }
  expect(wrong).toEqual([]);
});

test("what is not known to do less counts as more than a reader's", () => {
  const document = documentWith([], { consent: "writes" });
  expect(decided(document, { kind: "export" })).toMatchObject({
    outcome: "unagreed",
    lending: { context: name, roles: [], ttlSeconds: null },
  });
});

test("what outlives a session is asked about whatever the rules say, and with the credential", () => {
  const document = documentWith(["os:reader"], { consent: "never" });
  const wants = { kind: "roles", roles: ["os:reader"] } as const;
  const session = "0".repeat(32);
  const request = { kind: "session", session, wants } as const;
  expect(decided(document, request).outcome).toBe("sign");
  const opens = ["take a kubeconfig"];
  expect(decided(document, { ...request, opens })).toMatchObject({
    outcome: "unagreed",
    lending: { context: name, roles: ["os:reader"], opens },
  });
  const agreed = { ...request, opens, isAgreed: true } as const;
  expect(decided(document, agreed).outcome).toBe("sign");
});

test("an agent whose changes nobody is asked about gets nothing that a person is asked about", () => {
  const session = "0".repeat(32);
  const of = (consent: ConsentRule, role: string) =>
    decided(documentWith(["os:reader"], { consent }), {
      kind: "session",
      session,
      wants: { kind: "roles", roles: [role] },
      agent: "robot",
      isUnasked: true,
      // Neither stands for being asked about each change.
      ...said,
      isAgreed: true,
    });
  expect(of("writes", "os:operator")).toEqual({
    outcome: "refused",
    because: { kind: "agent-unasked", roles: ["os:operator"] },
  });
  expect(of("always", "os:reader").outcome).toBe("refused");
  expect(of("writes", "os:reader").outcome).toBe("sign");
  expect(of("never", "os:operator").outcome).toBe("sign");
});

test("a context that borrows an administrator is asked about as the lender is", () => {
  const { crt } = authority.pair;
  const reader = contextOf(crt, authority.client({ roles: ["os:reader"] }));
  const admin = contextOf(crt, authority.client());
  const document = documentOfStored({
    [name]: storedOf(reader),
    admin: storedOf(admin, { consent: "always" }),
  });
  const wants = { kind: "roles", roles: ["os:reader"] } as const;
  const session = "0".repeat(32);
  expect(decided(document, { kind: "session", session, wants })).toMatchObject({
    outcome: "unagreed",
    lending: { context: name, roles: ["os:reader"] },
  });
});

test("a cluster's secrets are asked about by the strictest rule of its contexts, or the vault's", () => {
  const { ca = "" } = contextOf(authority.pair.crt, authority.client());
  const outcome = (consent: ConsentRule, ofVault?: ConsentRule) =>
    decideClusterCopy(
      documentWith(["os:reader"], { consent }, ofVault),
      { name: "cluster", ca },
      {},
    )?.outcome;
  expect(outcome("always")).toBe("unagreed");
  expect(outcome("writes")).toBe("unagreed");
  expect(outcome("never")).toBeUndefined();
  expect(outcome("never", "writes")).toBe("unagreed");
});

test("a person is asked before less is asked, and before nothing else", () => {
  const outcome = (
    before: Partial<ContextMetadata>,
    edit: Parameters<typeof editContext>[2],
  ) => {
    const edited = editContext(documentWith([], before), name, edit);
    return edited.ok ? "done" : edited.error.code;
  };
  const less = "consent-needed";
  const production = true;
  expect(outcome({ production }, { production: false })).toBe(less);
  expect(outcome({ production }, { consent: "never" })).toBe(less);
  expect(outcome({ consent: "always" }, { consent: "writes" })).toBe(less);
  expect(outcome({ consent: "always" }, { consent: null })).toBe(less);
  expect(outcome({ production }, { consent: "never", isAgreed: true })).toBe(
    "done",
  );
  expect(outcome({ production }, { note: "x", consent: "always" })).toBe(
    "done",
  );
  expect(
    outcome({ production, consent: "writes" }, { production: false }),
  ).toBe("done");
  expect(outcome({}, { production: true, consent: "never" })).toBe("done");
});

test("a person is asked before a guard lets more through, and not before it lets less", () => {
  const outcome = (
    before: ContextMetadata["guard"],
    guard: NonNullable<Parameters<typeof editContext>[2]["guard"]>,
    isAgreed = false,
  ) => {
    const document = documentWith([], before ? { guard: before } : {});
    const edited = editContext(document, name, { guard, isAgreed });
    return edited.ok
      ? edited.value.contexts.get(name)?.metadata.guard
      : edited.error.code;
  };
  const hold = ["writes"];
  expect(outcome(undefined, { hold })).toEqual({ hold });
  expect(outcome({ hold }, { deny: ["reset"] })).toEqual({
    hold,
    deny: ["reset"],
  });
  expect(outcome({ hold }, { allow: ["reads"] })).toEqual({
    hold,
    allow: ["reads"],
  });
  const less = "consent-needed";
  expect(outcome({ hold }, { hold: [] })).toBe(less);
  expect(outcome({ hold }, { hold: [] }, true)).toBeUndefined();
  expect(outcome({ hold }, { allow: ["reboot"] })).toBe(less);
  expect(outcome(undefined, { allow: ["kubeconfig"] })).toBe(less);
  expect(outcome({ deny: ["kubeconfig"] }, { deny: [] })).toBe(less);
  expect(outcome({ maxNodes: 1 }, { maxNodes: 2 })).toBe(less);
  expect(outcome({ maxNodes: 1 }, { maxNodes: null })).toBe(less);
  expect(outcome({ maxNodes: 2 }, { maxNodes: 1 })).toEqual({ maxNodes: 1 });
  const hours = { from: 8, until: 18 };
  expect(outcome(undefined, { hours })).toEqual({ hours });
  expect(outcome({ hours }, { hours: { from: 9, until: 17 } })).toEqual({
    hours: { from: 9, until: 17 },
  });
  expect(outcome({ hours }, { hours: { from: 22, until: 6 } })).toBe(less);
  expect(outcome({ hours }, { deny: ["frobnicate"] })).toBe("usage");
});
