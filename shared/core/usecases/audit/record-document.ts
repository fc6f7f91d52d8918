import type { AuditEvent } from "../../audit/event.ts";
import { sha256OfBytes } from "../../pki/primitives/hash-and-hmac.ts";
import { fromBase64 } from "../../pki/base64.ts";
import { readPem } from "../../pki/pem.ts";
import type { Audit } from "../../ports/audit.ts";
import { success, type Result } from "../../result.ts";
import type {
  ContextMetadata,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import { sameValue } from "../../same-value.ts";
import { isUntouched } from "../../vault/same-document.ts";
import {
  aboutContexts,
  addressEvents,
  contextEvents,
} from "./record-contexts.ts";

/**
 * Records what the next document brings that no other event tells of: contexts that come and go, keys of CAs, what is asked before a
 * context is used, where it leads and which CAs it trusts, and which one is current. Call it before it is written. Errors: those of the log.
 */
export async function recordDocument(
  audit: Audit,
  before: VaultDocument,
  after: VaultDocument,
): Promise<Result<void>> {
  const events = [
    contextEvents,
    changed,
    authorities,
    namesOf("cluster", ({ clusters }) => clusters),
    namesOf("sops-key", ({ sopsKeys }) => sopsKeys),
    vaultGuarded,
  ].flatMap((eventsOf) => eventsOf(before, after));
  return events.length === 0 ? success(undefined) : audit.record(...events);
}

/** Of contexts that stay: what guards them, where they lead, and which CAs they trust. */
function changed(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  return [...after.contexts].flatMap(([context, one]) => {
    const was = before.contexts.get(context);
    // Of 10,000 contexts that stay as they are none is decoded.
    if (was === undefined || isUntouched(was, one)) return [];
    return [guarded, addressEvents, rotated, described].flatMap((eventsOf) =>
      eventsOf(context, was, one),
    );
  });
}

function guarded(
  context: string,
  was: StoredContext,
  one: StoredContext,
): readonly AuditEvent[] {
  const detail = guardsOf(one.metadata);
  return sameValue(guardsOf(was.metadata), detail)
    ? []
    : [{ event: "guard.change", context, detail }];
}

function rotated(
  context: string,
  was: StoredContext,
  one: StoredContext,
): readonly AuditEvent[] {
  const { ca: trusted } = was.config;
  const { ca } = one.config;
  if (ca === trusted) return [];
  const detail = { trusted: printsOf(trusted), trusts: printsOf(ca) };
  // The same CAs, written in another way.
  return sameValue(detail.trusted, detail.trusts)
    ? []
    : [{ event: "rotation", context, detail }];
}

/** SHA-256 of each CA's DER. */
function printsOf(ca = ""): readonly string[] {
  return readPem(fromBase64(ca)).map(({ der }) => sha256OfBytes(der));
}

type Exchanged = AuditEvent & {
  readonly detail: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
  };
};

/** Names, or fingerprints, under which the vault has something from now on, or has it no more. */
function namesOf(
  event: AuditEvent["event"],
  of: (document: VaultDocument) => ReadonlyMap<string, unknown> | undefined,
): (before: VaultDocument, after: VaultDocument) => readonly Exchanged[] {
  return (before, after) => {
    const [was, now] = [of(before), of(after)];
    const added = [...(now?.keys() ?? [])].filter((name) => !was?.has(name));
    const removed = [...(was?.keys() ?? [])].filter((name) => !now?.has(name));
    return added.length + removed.length === 0
      ? []
      : [{ event, detail: { added, removed } }];
  };
}

/** Of a CA nobody knows the fingerprint: the contexts that trust it say whose it is. */
function authorities(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const events = namesOf("authority", (one) => one.authorities)(before, after);
  return events.map((event) => {
    const { added, removed } = event.detail;
    const prints = new Set([...added, ...removed]);
    const trusting = [...after.contexts].flatMap(([name, { config }]) =>
      printsOf(config.ca).some((one) => prints.has(one)) ? [name] : [],
    );
    const { detail, ...about } = aboutContexts(trusting);
    return { ...event, ...about, detail: { added, removed, ...detail } };
  });
}

/** Not what is for the eye alone: notes, colours, stars. */
function described(
  context: string,
  was: StoredContext,
  one: StoredContext,
): readonly AuditEvent[] {
  const [from, to] = [was, one].map(({ metadata: { labels, session } }) => ({
    labels,
    session: session ?? null,
  }));
  return sameValue(from, to)
    ? []
    : [{ event: "context.change", context, detail: { was: from, is: to } }];
}

function vaultGuarded(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const detail = { vault: after.consent ?? "default" };
  return before.consent === after.consent
    ? []
    : [{ event: "guard.change", detail }];
}

/** What is asked before a context is used, and what its sessions may do through a gateway. */
function guardsOf({ production, consent, guard }: ContextMetadata) {
  return { production, consent: consent ?? null, guard: guard ?? null };
}
