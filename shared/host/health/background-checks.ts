import type { ScheduledJob } from "../tasks/scheduler.ts";
import { readOpen, type HostContext } from "../host-context.ts";

const everyMs = 10 * 60 * 1000;

/** Asks the endpoints of the current context now and then: only where the settings say so, and the vault is open. */
export class BackgroundChecks implements ScheduledJob {
  readonly #context: HostContext;
  /** Monotonic milliseconds. */
  #last: number | null = null;

  constructor(context: HostContext) {
    this.#context = context;
  }

  async run(): Promise<number | null> {
    const { settings, vault } = this.#context.ports;
    if (!(await settings.read()).backgroundChecks) return null;
    const now = vault.clock.monotonicMs();
    const left = this.#last === null ? 0 : this.#last + everyMs - now;
    if (left > 0) return left;
    const document = await readOpen(this.#context);
    if (!document.ok || document.value.current === "") return null;
    this.#last = now;
    const { checkHealth } = await import("./health-handlers.ts");
    await checkHealth(this.#context, [document.value.current], false);
    return everyMs;
  }
}
