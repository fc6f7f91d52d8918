import { createHash } from "node:crypto";
import type { Probe } from "../../core/diagnosis/probe.ts";
import type { ApiTarget } from "../../core/ports/talos-api.ts";
import type { Connection } from "./connection.ts";

/** What was met on the path before it could ask, for answers that need no new connection. */
export type Met = Pick<
  Probe,
  "dials" | "proxy" | "address" | "protocol" | "chain"
>;

interface Kept {
  readonly connection: Connection;
  readonly met: Met;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Connections that were good a moment ago, by endpoint and credential, for the next question. */
export class KeptConnections {
  readonly #keepMs: number;
  readonly #kept = new Map<string, Kept>();

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** Whoever takes one has it alone, and closes it or gives it back. */
  take(target: ApiTarget): Omit<Kept, "timer"> | null {
    const name = nameOf(target);
    const kept = this.#kept.get(name);
    if (!kept) return null;
    this.#kept.delete(name);
    clearTimeout(kept.timer);
    return kept.connection.isAlive ? kept : null;
  }

  keep(target: ApiTarget, connection: Connection, met: Met): void {
    if (this.#keepMs === 0) {
      connection.close();
      return;
    }
    const name = nameOf(target);
    this.#drop(name);
    const timer = setTimeout(() => this.#drop(name), this.#keepMs);
    timer.unref();
    const { dials, proxy, address, protocol, chain } = met;
    const kept = { dials, proxy, address, protocol, chain };
    this.#kept.set(name, { connection, met: kept, timer });
  }

  closeAll(): void {
    for (const name of this.#kept.keys()) this.#drop(name);
  }

  #drop(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    this.#kept.delete(name);
    clearTimeout(kept.timer);
    kept.connection.close();
  }
}

/** The same place with the same credential; the private key is the certificate's. */
function nameOf({ endpoint, config }: ApiTarget): string {
  const { proxyUrl, ca, crt, cluster, auth } = config;
  const { username, password } = auth?.basic ?? {};
  const login = [username, password?.reveal()];
  const parts = [endpoint, proxyUrl, ca, crt, cluster, login];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
