import {
  openProposed,
  type IssuingSource,
} from "../../core/usecases/issuing/issuing-source.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import { openStoredAuthority } from "../../core/usecases/authorities/open-stored-authority.ts";
import { issuerOf } from "../../core/trust/cluster-trust.ts";
import { renewContext } from "../../core/usecases/renewal/renew-context.ts";
import { planRenewal } from "../../core/usecases/renewal/renewal-sources.ts";
import { readOpen, type HostContext } from "../host-context.ts";
import { tellPerson } from "../tasks/notices.ts";
import { renewalPorts } from "../issuing-ports.ts";

/** Renews one context by what asks nobody, and tells a person what came of it. */
export async function renewUnasked(
  context: HostContext,
  name: string,
): Promise<void> {
  const document = await readOpen(context);
  if (!document.ok) {
    if (document.error.code !== "vault-locked")
      await tell(context, name, document);
    return;
  }
  const found = findContext(document.value, name);
  // Removed meanwhile.
  if (!found.ok) return;
  const { vault } = context.ports;
  const plan = planRenewal(document.value, found.value, vault.clock.now());
  const source = await sourceOf(context, document.value, found.value);
  if (!source) return;
  const renewed = await renewContext(
    renewalPorts(context, `Renewed "${name}".`),
    found.value,
    {
      source,
      ttlSeconds: plan.ttlSeconds,
      isForced: false,
      isUntested: false,
      reason: "automatic renewal",
    },
  );
  await tell(context, name, renewed);
}

/** An authority that opens by itself, else a node. Null: somebody would have to be asked. */
async function sourceOf(
  context: HostContext,
  document: VaultDocument,
  found: NamedContext,
): Promise<IssuingSource | null> {
  const now = context.ports.vault.clock.now();
  const issuer = issuerOf(document, found.context.config.ca);
  if (issuer && !issuer.sealed) {
    const opened = await openStoredAuthority(issuer, undefined, now);
    if (opened.ok) return { kind: "authority", authority: opened.value };
  }
  const source = planRenewal(document, found, now).sources.find(
    ({ kind }) => kind === "node",
  );
  if (source?.kind !== "node") return null;
  const asked = await openProposed(document, found, source.asker, now);
  return asked.ok ? asked.value : null;
}

async function tell(
  context: HostContext,
  name: string,
  renewed: Awaited<ReturnType<typeof renewContext>>,
): Promise<void> {
  if (renewed.ok) {
    const until = renewed.value.issued.notAfter.toISOString().slice(0, 10);
    await tellPerson(
      context,
      "certificates",
      "A certificate was renewed",
      `until ${until}`,
      [name],
    );
    context.events.tell({ kind: "vault" });
    return;
  }
  const { message } = renewed.error;
  await tellPerson(
    context,
    "certificates",
    "A certificate could not be renewed",
    // It may name contexts and addresses.
    context.lock.isOpen ? message : "",
    [name],
  );
}
