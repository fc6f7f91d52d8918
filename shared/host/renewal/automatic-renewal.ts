import { isDueForRenewal } from "../../core/certificates/renewal-due.ts";
import { mapConcurrently } from "../../core/map-concurrently.ts";
import type { ScheduledJob } from "../tasks/scheduler.ts";
import { readOpen, type HostContext } from "../host-context.ts";

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
    if (due.length === 0) return null;
    const { renewUnasked } = await import("./renew-unasked.ts");
    // Side by side: what else has to be looked at waits for the slowest node, not for one after another.
    await mapConcurrently(due, atOnce, (name) =>
      renewUnasked(this.#context, name),
    );
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
}
