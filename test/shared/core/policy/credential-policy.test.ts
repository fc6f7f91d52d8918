import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAuthority } from "../../../../shared/core/authorities/read-authority.ts";
import { decideClusterCopy } from "../../../../shared/core/policy/decide-cluster-copy.ts";
import { decide } from "../../../../shared/core/policy/decide.ts";
import type { Confirmation } from "../../../../shared/core/policy/confirmation.ts";
import type {
  ContinuationRequest,
  IssueRequest,
  RenewalRequest,
  SessionRequest,
  WantedCredential,
} from "../../../../shared/core/policy/request.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import {
  durationWords,
  hour,
} from "../../../../shared/core/sessions/duration.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { openSource } from "../../../../shared/core/usecases/issuing/issuing-source.ts";
import { makeCredential } from "../../../../shared/core/usecases/issuing/make-credential.ts";
import { storeAuthority } from "../../../../shared/core/usecases/authorities/store-authority.ts";
import { issueSessionCredential } from "../../../../shared/core/usecases/sessions/credential-for-session.ts";
import type { VaultDocument } from "../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../doubles/documents.ts";
import { must } from "../../../doubles/memory-host.ts";
import {
  nodeOf,
  noAnswer,
  ScriptedTalosApi,
} from "../../../doubles/scripted-talos-api.ts";
import {
  continuationDimensions,
  continuationRules,
  exportDimensions,
  exportRules,
  issueDimensions,
  issueRules,
  type ContinuationCase,
  type ExportCase,
  type IssueCase,
} from "./other-rules.ts";
import { policyPage } from "./page.ts";
import { casesOf, rulesFor, type Verdict } from "./rules.ts";
import {
  sessionDimensions,
  sessionRules,
  type SessionCase,
} from "./session-rules.ts";
import { issuingPortsAt } from "../../../doubles/issuing-ports.ts";

type Key = ExportCase["stored key"] | SessionCase["stored key"];
const name = "prod";
const id = "0".repeat(32);
const now = new Date(Date.now() + 60_000);
const said = { reason: "to see", confirmation: name };
const nobody = { role: "-", life: "-" };
const path = join(import.meta.dirname, "../../../../docs/credential-policy.md");

let authority: TestAuthority;
let configs: Record<Key, TalosContext>;
let open: ReturnType<typeof readOpen>;
const talos = new ScriptedTalosApi();
const ports = issuingPortsAt(now, [], talos);

function readOpen() {
  const { crt, key } = authority.pair;
  return must(readAuthority(new TextEncoder().encode(crt + key), now));
}

beforeAll(() => {
  authority = new TestAuthority();
  const place = { endpoints: ["10.0.0.1"], nodes: [] };
  const { crt } = authority.pair;
  const admin = authority.client({ days: 365 });
  const reader = authority.client({ roles: ["os:reader"], days: 365 });
  configs = {
    "os:admin": contextOf(crt, admin),
    "os:admin, no endpoint": { ...contextOf(crt, admin), endpoints: [] },
    "os:reader": contextOf(crt, reader),
    Omni: { ...place, auth: { siderov1: { identity: "me@example.com" } } },
    "user and password": {
      ...place,
      auth: { basic: { username: "me", password: new Secret("x") } },
    },
  };
  open = readOpen();
});
afterAll(() => authority.dispose());

function documentFor(
  key: Key,
  production: "no" | "yes",
  held: SessionCase["authority"] = "none",
): VaultDocument {
  const stored = storedOf(configs[key], {
    production: production === "yes",
    consent: "never",
  });
  const document = documentOfStored({ [name]: stored });
  if (held === "none") return document;
  // Nobody opens the sealed one here, so that its text may be anything.
  const sealed = held === "sealed" ? new Secret("age") : undefined;
  return storeAuthority(document, open, now, sealed);
}

function setNode(node: "answers" | "away"): void {
  talos.make =
    node === "answers"
      ? nodeOf(authority, () => now)
      : () => noAnswer("ECONNREFUSED");
}

const refusals: Readonly<Record<string, string>> = {
  "cluster-unreachable": "refused: no node, with the network's reason",
  "credential-unusable": "refused: nothing can make it",
  "authority-sealed": "refused until the authority's passphrase is given",
};

function wantedBy({ asks }: SessionCase): WantedCredential {
  if (asks === "nothing") return { kind: "default" };
  if (asks === "--stored") return { kind: "stored" };
  return { kind: "roles", roles: [asks.replace("--role ", "")] };
}

async function sessionVerdict(one: SessionCase): Promise<Verdict> {
  const key = one["stored key"];
  const document = documentFor(key, one.production, one.authority);
  setNode(one.node);
  const wants = wantedBy(one);
  const request: SessionRequest = { kind: "session", session: id, wants };
  const give = (more: Partial<SessionRequest>) =>
    issueSessionCredential(ports, document, name, { ...request, ...more });
  const first = await give({});
  const isAsked = !first.ok && first.error.code === "unconfirmed";
  const given = isAsked ? await give(said) : first;
  const asked = isAsked ? "reason, name" : "nothing";
  if (!given.ok) {
    const outcome = refusals[given.error.code] ?? given.error.code;
    return { outcome, ...nobody, asked };
  }
  const { credential, roles, ttlSeconds } = given.value;
  const maker = talos.requests.length > 0 ? "a node" : "the authority";
  return {
    outcome: credential === "stored" ? "the stored key" : `made by ${maker}`,
    role: roles.join() || "as Omni decides",
    life: durationWords(ttlSeconds),
    asked,
  };
}

const holdings: Readonly<
  Record<
    ContinuationCase["the session has"],
    Pick<ContinuationRequest["holds"], "credential" | "roles">
  >
> = {
  "a made os:reader": { credential: "derived", roles: ["os:reader"] },
  "a made os:admin": { credential: "derived", roles: ["os:admin"] },
  "a stored os:reader": { credential: "stored", roles: ["os:reader"] },
  "a stored os:admin": { credential: "stored", roles: ["os:admin"] },
};

const whyItStays: Readonly<Record<string, string>> = {
  "cluster-unreachable": "no node",
  unconfirmed: "nobody is there to confirm",
  "credential-unusable": "more rights",
};

async function continuationVerdict(one: ContinuationCase): Promise<Verdict> {
  const document = documentFor("os:admin", one.production, one.authority);
  setNode(one.node);
  const isExtension = one.step === "extend";
  const kind = one.step === "re-point" ? "repoint" : one.step;
  const held = holdings[one["the session has"]];
  const context = isExtension ? name : "other";
  const holds = { id, context, reason: "to see", ...held };
  const next = await issueSessionCredential(ports, document, name, {
    kind,
    holds,
    ttlSeconds: 600,
  });
  const life = "the time that is left, or the new one";
  const asked = "nothing";
  if (!next.ok) {
    const why = whyItStays[next.error.code] ?? "";
    return { outcome: `refused: ${why}; it stays as it is`, ...nobody, asked };
  }
  const { credential, roles } = next.value;
  const maker = talos.requests.length > 0 ? "a node" : "the authority";
  const stored = isExtension
    ? "keeps its stored key"
    : "the other context's stored key";
  const outcome = credential === "stored" ? stored : `made again by ${maker}`;
  return { outcome, role: roles.join(), life, asked };
}

const destinations = {
  issue: "context",
  "issue --to": "file",
  "issue --for-automation": "automation",
  "handover give": "handover",
} as const;

function issueRequestOf({
  verb,
  roles,
}: IssueCase): IssueRequest | RenewalRequest {
  if (verb === "renew") return { kind: "renew" };
  const named = roles === "not named" ? undefined : [roles];
  return { kind: "issue", to: destinations[verb], roles: named };
}

/** What is said where something is asked, and how the page calls it. */
const answers: Readonly<
  Record<string, { readonly asked: string; readonly said: Confirmation }>
> = {
  unconfirmed: { asked: "reason, name", said },
  unagreed: { asked: "a person", said: { isAgreed: true } },
};

async function issueVerdict(one: IssueCase): Promise<Verdict> {
  const document = documentFor("os:admin", one.production, one.authority);
  setNode(one.node);
  const context = document.contexts.get(name);
  if (!context) throw new Error("it is there");
  const found = { name, context };
  const request = issueRequestOf(one);
  const first = decide(document, found, request, now);
  const more = answers[first.outcome];
  const asked = more?.asked ?? "nothing";
  const granted = more
    ? decide(document, found, { ...request, ...more.said }, now)
    : first;
  if (granted.outcome !== "sign" && granted.outcome !== "ask-node")
    throw new Error("everything was said, and somebody can make it");
  const made = await makeCredential(ports, found, {
    ...granted,
    source: must(await openSource(document, found, granted, undefined, now)),
    acceptsCustomRoles: false,
    isForced: false,
    facts: { context: name, purpose: "context", recipient: name },
  });
  if (!made.ok) {
    const outcome = refusals[made.error.code] ?? made.error.code;
    return { outcome, ...nobody, asked };
  }
  const { notBefore, notAfter } = made.value;
  const seconds = (notAfter.getTime() - notBefore.getTime()) / 1000;
  const life = durationWords(Math.round(seconds / hour) * hour);
  return {
    outcome: `made by ${granted.outcome === "sign" ? "the authority" : "a node"}`,
    role: made.value.roles.join(),
    life: one.verb === "renew" ? `as before, at most ${life}` : life,
    asked,
  };
}

function exportVerdict(one: ExportCase): Verdict {
  const document = documentFor(one["stored key"], one.production);
  const context = document.contexts.get(name);
  if (!context) throw new Error("it is there");
  const found = { name, context };
  const first = decide(document, found, { kind: "export" }, now);
  const isAsked = first.outcome === "unconfirmed";
  const granted = isAsked
    ? decide(document, found, { kind: "export", ...said }, now)
    : first;
  const meant = "whether plain text is meant";
  return {
    outcome:
      granted.outcome === "stored" ? "a copy, in the ledger" : granted.outcome,
    role: "roles" in granted ? granted.roles.join() || "not known" : "-",
    life: "the key's own",
    asked: isAsked ? `reason, name, ${meant}` : meant,
  };
}

const tables = [
  ["a new session", sessionDimensions, sessionRules, sessionVerdict],
  [
    "a running session",
    continuationDimensions,
    continuationRules,
    continuationVerdict,
  ],
  ["issuing and renewing", issueDimensions, issueRules, issueVerdict],
  ["a copy in plain text", exportDimensions, exportRules, exportVerdict],
] as const;

describe.each(tables)("the credential policy: %s", (...table) => {
  const [, dimensions, rules, verdictOf] = table as unknown as readonly [
    string,
    Parameters<typeof casesOf<SessionCase>>[0],
    Parameters<typeof rulesFor<SessionCase>>[0],
    typeof sessionVerdict,
  ];

  test("every combination is in exactly one row, and comes out as the row says", async () => {
    const wrong: unknown[] = [];
    for (const one of casesOf(dimensions)) {
      talos.requests.length = 0;
      const found = rulesFor(rules, one);
      const met = await verdictOf(one);
      const [rule] = found;
      if (found.length !== 1 || !isSame(rule?.verdict, met))
        wrong.push({ one, rows: found.map(({ verdict }) => verdict), met });
    }
    expect(wrong).toEqual([]);
  });
});

function isSame(a: Verdict | undefined, b: Verdict): boolean {
  return (
    a?.outcome === b.outcome &&
    a.role === b.role &&
    a.life === b.life &&
    a.asked === b.asked
  );
}

describe("besides the tables", () => {
  const give = (config: TalosContext, wants: WantedCredential) =>
    issueSessionCredential(
      ports,
      documentOfStored({ [name]: storedOf(config) }),
      name,
      { kind: "session", session: id, wants },
    );

  test("half a pair, and what has ended, is given to nobody", async () => {
    const { key: _, ...withoutKey } = configs["os:admin"];
    const ended = contextOf(
      authority.pair.crt,
      authority.client({ roles: ["os:reader"], days: -1 }),
    );
    for (const kind of ["default", "stored"] as const)
      for (const [config, says] of [
        [withoutKey, "a certificate without a key"],
        [ended, "ended on"],
      ] as const) {
        const given = await give(config, { kind });
        expect(!given.ok && given.error.message).toContain(says);
      }
  });

  test("an administrator is borrowed for a role by name alone, and guarded as its own context is", async () => {
    const consent = "never";
    const admin = storedOf(configs["os:admin"], { production: true, consent });
    const reader = storedOf(configs["os:reader"]);
    const document = documentOfStored({ [name]: reader, admin });
    setNode("answers");
    const ask = (roles: readonly string[] | null, more: object = {}) =>
      issueSessionCredential(ports, document, name, {
        kind: "session",
        session: id,
        wants: roles ? { kind: "roles", roles } : { kind: "default" },
        ...more,
      });
    expect(must(await ask(null)).credential).toBe("stored");
    expect(must(await ask(["os:reader"])).credential).toBe("derived");
    expect(await ask(["os:admin"])).toMatchObject({
      ok: false,
      error: { code: "unconfirmed" },
    });
    expect(must(await ask(["os:admin"], said)).roles).toEqual(["os:admin"]);
  });

  test("every key of a cluster is guarded where one of its contexts is production", () => {
    const { ca = "" } = configs["os:admin"];
    const asked = (production: "no" | "yes", of: string | null, more = {}) => {
      const missing = decideClusterCopy(
        documentFor("os:reader", production),
        { name: "cluster", ca: of },
        more,
      );
      return missing?.outcome === "unconfirmed" ? missing.questions : [];
    };
    const both = ["reason", "name"];
    expect(asked("no", ca)).toEqual([]);
    expect(asked("yes", ca)).toEqual(both);
    expect(asked("yes", null)).toEqual(both);
    // After a rotation no context trusts the CA of the secrets: any may be of the cluster.
    expect(asked("yes", "another")).toEqual(both);
    expect(asked("no", "another")).toEqual([]);
    const meant = { reason: "a drill", confirmation: "cluster" };
    expect(asked("yes", ca, meant)).toEqual([]);
  });

  test("a session that became root on production since it began is not extended", async () => {
    // Of a context that has no person asked.
    const document = documentFor("os:admin", "yes", "open");
    const held = holdings["a made os:admin"];
    const holds = { id, context: name, ...held };
    const more = { kind: "extend", holds, ttlSeconds: 600 } as const;
    expect(
      await issueSessionCredential(ports, document, name, more),
    ).toMatchObject({ ok: false, error: { code: "unconfirmed" } });
  });
});

test("docs/credential-policy.md says what is tested", () => {
  if (process.env["UPDATE_POLICY_PAGE"]) writeFileSync(path, policyPage());
  expect(plain(readFileSync(path, "utf8"))).toBe(plain(policyPage()));
});

/** Without what the formatter adds to a table. */
function plain(text: string): string {
  return text.replace(/-{3,}/g, "---").replace(/ +/g, " ").replace(/\s+$/, "");
}
