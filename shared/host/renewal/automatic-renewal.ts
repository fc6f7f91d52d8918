import {
  openProposed,
  type IssuingSource,
} from "../../core/usecases/issuing/issuing-source.ts";
import { isDueForRenewal } from "../../core/certificates/renewal-due.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import { openStoredAuthority } from "../../core/usecases/authorities/open-stored-authority.ts";
import { issuerOf } from "../../core/trust/cluster-trust.ts";
import { renewContext } from "../../core/usecases/renewal/renew-context.ts";
import { planRenewal } from "../../core/usecases/renewal/renewal-sources.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { ScheduledJob } from "../tasks/scheduler.ts";
import { readOpen, type HostContext } from "../host-context.ts";
import { tellPerson } from "../tasks/notices.ts";
import { renewalPorts } from "./renewal-handlers.ts";

const atOnce = 8;
const renewalKey = "renewal:";

/**
 * Renews certificates at two thirds of their life, where the settings say so and the vault is open. Each context is
 * tried once a day, whatever comes of it: the day is written down before the try, so that no failure, no restart and no
 * second window makes a loop. What is made is in the ledger, as everything that is.
 */
export class AutomaticRenewal implements ScheduledJob {
  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  async run(): Promise<number | null> {
    const { settings, vault } = this.#context.ports;
    if (!(await settings.read()).automaticRenewal) return null;
    const document = await readOpen(this.#context);
    if (!document.ok) return null;
    const now = vault.clock.now();
    const due: string[] = [];
    for (const [name, { metadata }] of document.value.contexts) {
      const { certificate } = metadata;
      if (!certificate || !isDueForRenewal(certificate, now)) continue;
      if (await this.#takeTry(name, now)) due.push(name);
    }
    // Side by side: what else has to be looked at waits for the slowest node, not for one after another.
    await mapConcurrently(due, atOnce, (name) => this.#renew(name));
    return null;
  }

  /** True once a day for each context: a new certificate that is due at once, by a node's clock, makes no loop. */
  async #takeTry(name: string, now: Date): Promise<boolean> {
    const { settings } = this.#context.ports;
    const day = now.toISOString().slice(0, "2027-01-01".length);
    const key = `${renewalKey}${name}:${day}`;
    const shown = await settings.readShownNotices();
    if (shown.has(key)) return false;
    // Tries of other days have done their work.
    const kept = [...shown].filter(
      (one) => !one.startsWith(renewalKey) || one.endsWith(`:${day}`),
    );
    const written = await settings.writeShownNotices(new Set([...kept, key]));
    return written.ok;
  }

  async #renew(name: string): Promise<void> {
    const document = await readOpen(this.#context);
    if (!document.ok) {
      if (document.error.code !== "vault-locked") this.#tell(name, document);
      return;
    }
    const found = findContext(document.value, name);
    // Removed meanwhile.
    if (!found.ok) return;
    const { vault } = this.#context.ports;
    const plan = planRenewal(document.value, found.value, vault.clock.now());
    const source = await this.#sourceOf(document.value, found.value);
    if (!source) return;
    const renewed = await renewContext(
      renewalPorts(this.#context, `Renewed ${name}.`),
      found.value,
      {
        source,
        ttlSeconds: plan.ttlSeconds,
        isForced: false,
        isUntested: false,
        reason: "automatic renewal",
      },
    );
    this.#tell(name, renewed);
  }

  /** An authority that opens by itself, else a node. Null: somebody would have to be asked. */
  async #sourceOf(
    document: VaultDocument,
    found: NamedContext,
  ): Promise<IssuingSource | null> {
    const now = this.#context.ports.vault.clock.now();
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

  #tell(name: string, renewed: Awaited<ReturnType<typeof renewContext>>): void {
    if (renewed.ok) {
      const until = renewed.value.issued.notAfter.toISOString().slice(0, 10);
      tellPerson(
        this.#context,
        "certificates",
        "A certificate was renewed",
        `until ${until}`,
        [name],
      );
      this.#context.events.tell({ kind: "vault" });
      return;
    }
    const { message } = renewed.error;
    tellPerson(
      this.#context,
      "certificates",
      "A certificate could not be renewed",
      // It may name contexts and addresses.
      this.#context.lock.isOpen ? message : "",
      [name],
    );
  }
}
