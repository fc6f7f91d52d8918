// Whether endpoints answer: as it was known, and asked now with each step told to the windows.
// Keep: Nobody is contacted unless somebody asks or the setting says so; a check ends with the lock.
import { limits } from "../../core/limits.ts";
import type { HealthByContext } from "../../core/diagnosis/stored-health.ts";
import { success, type Result } from "../../core/result.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import {
  knownHealth,
  rememberHealth,
} from "../../core/usecases/health/known-health.ts";
import {
  pingContexts,
  type PingedContext,
} from "../../core/usecases/health/ping-contexts.ts";
import type { ContextHealth } from "../../contract/cluster.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";

const patienceMs = limits.nodeAnswerTime.most * 1000;
/** Contexts at most whose endpoints are followed step by step. */
const mostFollowed = 20;

/** How the endpoints of contexts are: from before, or asked now. */
export function healthHandlers(
  context: HostContext,
): Handlers<"health.list" | "health.running" | "health.check"> {
  return {
    "health.list": async () => {
      const document = await readOpen(context);
      return document.ok
        ? success(asList(await knownHealth(context.ports, document.value)))
        : document;
    },
    "health.running": async ({ name }) => success(context.checks.of(name)),
    "health.check": async ({ names, wantsNodes }) => {
      const checked = await checkHealth(context, names, wantsNodes);
      return checked.ok ? success(asList(checked.value)) : checked;
    },
  };
}

/** Goes to every endpoint of these contexts; the windows are told how far it is. */
export async function checkHealth(
  context: HostContext,
  names: readonly string[],
  wantsNodes: boolean,
): Promise<Result<HealthByContext>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const contexts: PingedContext[] = [];
  for (const name of new Set(names)) {
    const found = findContext(document.value, name);
    if (!found.ok) return found;
    contexts.push({ name, config: found.value.context.config });
  }
  const { ports, events } = context;
  const { talos } = ports;
  const { clock } = ports.vault;
  const since = clock.now();
  const check = context.checks.begin(contexts.map(({ name }) => name));
  events.tell({ kind: "checks" });
  // Of many nobody can follow each.
  const isFollowed = contexts.length <= mostFollowed;
  try {
    const checked = await pingContexts({ talos, clock }, contexts, {
      patienceMs,
      wantsNodes,
      signal: check.signal,
      onStage: (name, endpoint, node, stage) => {
        if (!isFollowed) return;
        check.enter(name, endpoint, node, stage);
        events.tell({ kind: "checking", context: name, endpoint, node, stage });
      },
    });
    // Before the windows ask for it again. What is only for showing later fails no check.
    await rememberHealth({ ...ports, clock }, checked, since);
    return success(checked);
  } finally {
    check.end();
    events.tell({ kind: "health" });
  }
}

function asList(health: HealthByContext): readonly ContextHealth[] {
  return [...health].map(([name, endpoints]) => ({ name, endpoints }));
}
