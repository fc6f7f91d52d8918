import type { Probe, Trouble } from "../../../core/diagnosis/probe.ts";
import type { Connection } from "../connection.ts";
import { timeLimit } from "../time-limit.ts";
import { NetworkPath, type PathOptions } from "./network-path.ts";
import type { TalosContext } from "../../../core/talosconfig/types.ts";
import type { StageResult } from "./stage-result.ts";

/** The next endpoint is tried when one has not answered for so long (after RFC 8305 §5). */
const headStartMs = 250;

export type Failed = Probe & { readonly trouble: Trouble };

export type FirstConnection<Opened = Connection> =
  | {
      readonly ok: true;
      readonly endpoint: string;
      readonly path: NetworkPath;
      readonly connection: Opened;
      /** Walks that had failed by then, by endpoint. */
      readonly failed: ReadonlyMap<string, Failed>;
    }
  | { readonly ok: false; readonly failed: ReadonlyMap<string, Failed> };

/** The endpoint that can be talked to first; the others are cancelled. Nobody has been asked anything yet. */
export function firstConnection(
  endpoints: readonly string[],
  context: TalosContext,
  options: PathOptions,
): Promise<FirstConnection> {
  return firstOf(endpoints, context, options, (path) => path.connect());
}

/** The same for what `open` makes of a path; its failure is that of the endpoint. */
export function firstOf<Opened extends { close(): void }>(
  endpoints: readonly string[],
  context: TalosContext,
  options: PathOptions,
  open: (
    path: NetworkPath,
    signal: AbortSignal,
  ) => Promise<StageResult<Opened>>,
): Promise<FirstConnection<Opened>> {
  return new Promise((resolve) => {
    const failed = new Map<string, Failed>();
    const waiting = [...endpoints];
    const { signal, stop } = timeLimit(Infinity, options.signal);
    let underWay = 0;
    let isSettled = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (outcome: FirstConnection<Opened>) => {
      isSettled = true;
      clearTimeout(timer);
      stop();
      resolve(outcome);
    };
    const next = () => {
      clearTimeout(timer);
      const endpoint = waiting.shift();
      if (endpoint !== undefined) void walkTo(endpoint);
      else if (underWay === 0) settle({ ok: false, failed });
      if (waiting.length > 0) timer = setTimeout(next, headStartMs);
    };
    const walkTo = async (endpoint: string) => {
      underWay += 1;
      const path = new NetworkPath(endpoint, context, { ...options, signal });
      const result = await open(path, signal);
      underWay -= 1;
      if (isSettled) {
        if (result.ok) result.value.close();
        return;
      }
      if (result.ok) {
        settle({ ok: true, endpoint, path, connection: result.value, failed });
        return;
      }
      const { trouble } = result;
      failed.set(endpoint, { ...path.probe(trouble), trouble });
      next();
    };
    next();
  });
}
