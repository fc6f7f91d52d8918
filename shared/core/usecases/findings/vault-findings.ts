import type {
  VaultFinding,
  VaultFindingCode,
} from "../../certificates/finding.ts";
import type { RecordedEntry, Renaming } from "../../ledger/entry.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import type { Action, Severity } from "../../problem.ts";
import { adminRole, hasEveryRight } from "../../roles/role.ts";
import type { PastSession } from "../../sessions/history.ts";
import { readAddress } from "../../stores/address.ts";
import { issuerOf } from "../../trust/cluster-trust.ts";
import type {
  NamedContext,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import {
  adminsWithOwnCa,
  adminWithOwnCa,
} from "../contexts/admin-with-own-ca.ts";
import { originFindings } from "./origin-findings.ts";

/** What was done with the contexts, under the names that they have now. */
export interface Past {
  readonly sessions: readonly PastSession[];
  readonly ledger: readonly RecordedEntry[];
  /** Oldest first. */
  readonly renamings: readonly Renaming[];
}

/** Fewer sessions say nothing about what somebody needs. */
const enoughSessions = 3;

/** What a rule looks at. */
export interface Facts {
  readonly document: VaultDocument;
  /** In the order of their names. */
  readonly named: readonly NamedContext[];
  readonly past: Past;
  readonly now: Date;
}

/** What the vault as a whole gives to find, in the order in which it is told where it is equally bad. */
export const vaultRules: readonly ((
  facts: Facts,
) => VaultFinding | readonly VaultFinding[])[] = [
  adminWhereReaderWasUsed,
  storedAdminLent,
  sharedKeys,
  adminOutside,
  adminPushed,
  ({ named }) => originFindings(named),
  sharedCertificates,
  strangeAdministrators,
];

function adminWhereReaderWasUsed({ named, past, now }: Facts): VaultFinding {
  const readers = readersOnly(past.sessions);
  return finding(
    "warning",
    "admin-where-reader-was-used",
    "The vault has an os:admin key, and every session so far needed less.",
    "Make a narrower one beside it and use that. The administrator can go once the authority is in the vault: one is made when it is needed.",
    ["reader-beside"],
    namesOf(named, ({ name, context }) => {
      const isAdmin = isValid(context, now) && hasAdmin(context);
      return isAdmin && readers.has(name);
    }),
  );
}

function storedAdminLent({ document, named, past }: Facts): VaultFinding {
  const lent = new Set(
    past.sessions
      .filter(
        ({ credential, roles }) =>
          credential === "stored" && roles.includes(adminRole),
      )
      .map(({ context }) => context),
  );
  return finding(
    "warning",
    "stored-admin-lent",
    "Sessions got the stored os:admin key although the vault can make a narrower one.",
    "Let sessions have a role of their own instead of the stored key.",
    [],
    namesOf(
      named,
      ({ name, context }) =>
        lent.has(name) &&
        issuerOf(document, context.config.ca)?.sealed === false,
    ),
  );
}

function sharedKeys({ named, document }: Facts): readonly VaultFinding[] {
  const fingerprint = (name: string) =>
    document.contexts.get(name)?.metadata.certificate?.fingerprint;
  return groups(named, keyOf)
    .filter((names) => new Set(names.map(fingerprint)).size > 1)
    .map((contexts) =>
      finding(
        "warning",
        "shared-key",
        "Several certificates have the same private key: who has one has all of them.",
        "Make each a new one, with a key of its own.",
        ["renew"],
        contexts,
      ),
    );
}

function strangeAdministrators({ document, now }: Facts): VaultFinding {
  const contexts = adminsWithOwnCa(document.contexts, now);
  return { ...adminWithOwnCa, contexts: contexts.toSorted() };
}

function adminOutside({ past, now }: Facts): VaultFinding {
  const outside = past.ledger.filter(
    (entry) => isOutside(entry, now) && !isInStore(entry),
  );
  return finding(
    "warning",
    "admin-outside",
    "os:admin, or os:impersonator, which is as much, left the vault for a file and is still valid: the vault cannot take it back.",
    "See what there is, and how a rotation ends it.",
    ["blast-radius"],
    [...new Set(outside.map(({ context }) => context))],
  );
}

/** Beside `admin-outside`: whoever may read a place in a store has what is there, and something less does instead. */
function adminPushed({ past, now }: Facts): VaultFinding {
  const pushed = past.ledger.filter(
    (entry) => isOutside(entry, now) && isInStore(entry),
  );
  return finding(
    "warning",
    "pushed-admin-key",
    "os:admin, or os:impersonator, which is as much, was put into a secret store and is still valid: whoever may read it there may do everything with the cluster.",
    "Have a reader made for that place instead. What was read there before only a rotation ends.",
    ["push-reader", "blast-radius"],
    [...new Set(pushed.map(({ context }) => context))],
  );
}

/** Its recipient is a place in a store. */
function isInStore({ recipient }: RecordedEntry): boolean {
  return readAddress(recipient)?.ok === true;
}

function sharedCertificates({ named }: Facts): readonly VaultFinding[] {
  return groups(
    named,
    ({ context }) => context.metadata.certificate?.fingerprint,
  )
    .filter(({ length }) => length > 1)
    .map((contexts) =>
      finding(
        "info",
        "one-certificate-in-many-contexts",
        "Several contexts have the same certificate: what is done with one cannot be told from another.",
        "Remove the copies, or make each its own.",
        ["renew", "remove"],
        contexts,
      ),
    );
}

function finding(
  severity: Severity,
  code: VaultFindingCode,
  message: string,
  next: string,
  actions: readonly Action[],
  contexts: readonly string[],
): VaultFinding {
  return { severity, code, message, next, actions, contexts };
}

function namesOf(
  named: readonly NamedContext[],
  test: (one: NamedContext) => boolean,
): readonly string[] {
  return named.filter(test).map(({ name }) => name);
}

function isValid({ metadata }: StoredContext, now: Date): boolean {
  return (
    metadata.certificate !== undefined && metadata.certificate.notAfter > now
  );
}

/** Contexts whose sessions were enough to judge by, and never os:admin. */
function readersOnly(sessions: readonly PastSession[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { context, roles } of sessions) {
    const before = counts.get(context) ?? 0;
    counts.set(context, roles.includes(adminRole) ? -Infinity : before + 1);
  }
  const enough = [...counts].filter(([, count]) => count >= enoughSessions);
  return new Set(enough.map(([name]) => name));
}

function hasAdmin({ metadata }: StoredContext): boolean {
  return metadata.certificate?.roles.includes(adminRole) ?? false;
}

/** Names of contexts by something that they have, in order. */
function groups(
  named: readonly NamedContext[],
  key: (one: NamedContext) => string | undefined,
): readonly (readonly string[])[] {
  const found = new Map<string, string[]>();
  for (const one of named) {
    const value = key(one);
    if (value === undefined) continue;
    const group = found.get(value);
    if (group) group.push(one.name);
    else found.set(value, [one.name]);
  }
  return [...found.values()];
}

function keyOf({ context }: NamedContext): string | undefined {
  const { key } = context.config;
  return key && sha256Hex(key.reveal());
}

const filePurposes: ReadonlySet<RecordedEntry["purpose"]> = new Set([
  "file",
  "automation",
  "store",
  "handover",
  "exported",
]);

function isOutside(entry: RecordedEntry, now: Date): boolean {
  return (
    filePurposes.has(entry.purpose) &&
    !entry.isUndelivered &&
    hasEveryRight(entry.roles) &&
    Date.parse(entry.notAfter) > now.getTime()
  );
}
