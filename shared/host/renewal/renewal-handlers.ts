// Renewals that a window orders, and those that are due by themselves.
// Keep: Whoever may ask a node was decided by the policy (openProposed); each context is tried once a day.
import {
  openProposed,
  type IssuingSource,
} from "../../core/usecases/issuing/issuing-source.ts";
import { success, type Result } from "../../core/result.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import { renewContext } from "../../core/usecases/renewal/renew-context.ts";
import { planRenewal } from "../../core/usecases/renewal/renewal-sources.ts";
import type { RenewedContext } from "../../contract/cluster.ts";
import type { RequestOf } from "../../contract/index.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";
import { authorityFor } from "../issuing/issuing-handlers.ts";
import { renewalPorts } from "../issuing-ports.ts";

/** New credentials for contexts that have one: made, tried, and then put in place. */
export function renewalHandlers(
  context: HostContext,
): Handlers<"renewals.plan" | "renewals.renew"> {
  return {
    "renewals.plan": async ({ name }) => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      const found = findContext(document.value, name);
      if (!found.ok) return found;
      const now = context.ports.vault.clock.now();
      return success(planRenewal(document.value, found.value, now));
    },
    "renewals.renew": (request) => renew(context, request),
  };
}

async function renew(
  context: HostContext,
  { name, source, ttlSeconds, isUntested }: RequestOf<"renewals.renew">,
): Promise<Result<RenewedContext>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, name);
  if (!found.ok) return found;
  const chosen = await sourceFor(context, document.value, found.value, source);
  if (!chosen.ok) return chosen;
  const renewed = await renewContext(
    renewalPorts(context, `Renewed "${name}".`),
    found.value,
    {
      source: chosen.value,
      ttlSeconds,
      isForced: false,
      isUntested,
      reason: "renewal",
      onStep: (step) =>
        context.events.tell({ kind: "renewing", context: name, step }),
    },
  );
  if (!renewed.ok) return renewed;
  context.events.tell({ kind: "vault" });
  return success(describe(found.value, renewed.value));
}

async function sourceFor(
  context: HostContext,
  document: VaultDocument,
  found: NamedContext,
  source: RequestOf<"renewals.renew">["source"],
): Promise<Result<IssuingSource>> {
  // The page shows who would ask, and names no other.
  if (source.kind === "node") {
    const now = context.ports.vault.clock.now();
    return openProposed(document, found, source.asker, now);
  }
  const { config } = found.context;
  const authority = await authorityFor(context, document, config, source);
  return authority.ok
    ? success({ kind: "authority", authority: authority.value })
    : authority;
}

function describe(
  { context }: NamedContext,
  {
    issued,
    provenBy,
  }: Extract<Awaited<ReturnType<typeof renewContext>>, { ok: true }>["value"],
): RenewedContext {
  const old = context.metadata.certificate?.notAfter;
  return {
    notAfter: issued.notAfter.toISOString(),
    provenBy,
    oldNotAfter: old && old > issued.notBefore ? old.toISOString() : null,
  };
}
