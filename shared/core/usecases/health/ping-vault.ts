// Whether the endpoints of contexts answer, asked now or remembered from before.
// Keep: What is remembered is for showing: nothing that grants a credential believes it.
import type { HealthByContext } from "../../diagnosis/stored-health.ts";
import type { PingWatch, PingRequest } from "../../ports/vault-reader.ts";
import { failure, success, type Result } from "../../result.ts";
import { matchesGlob } from "../../talosconfig/glob.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { findContext, noMatch } from "../contexts/resolve-context-name.ts";
import { rememberHealth, type HealthPorts } from "./known-health.ts";
import {
  pingContexts,
  type PingedContext,
  type PingPorts,
} from "./ping-contexts.ts";

export type PingVaultPorts = PingPorts & HealthPorts;

/** Asks every endpoint of the contexts that were asked for, and remembers what they answered. */
export async function pingVault(
  ports: PingVaultPorts,
  document: VaultDocument,
  { patterns, patienceMs, wantsNodes }: PingRequest,
  watch: PingWatch,
): Promise<Result<HealthByContext>> {
  const since = ports.clock.now();
  const contexts = chosen(document, patterns);
  if (!contexts.ok) return contexts;
  const health = await pingContexts(ports, contexts.value, {
    patienceMs,
    wantsNodes,
    ...watch,
  });
  // Only for showing later: nobody waits for it, and a ping does not fail with it. One that was closed knows nothing.
  if (!watch.signal?.aborted) void rememberHealth(ports, health, since);
  return success(health);
}

function chosen(
  document: VaultDocument,
  patterns: readonly string[],
): Result<readonly PingedContext[]> {
  const names = namesOf(document, patterns);
  if (!names.ok) return names;
  const contexts = new Map<string, PingedContext>();
  for (const wanted of names.value) {
    const found = findContext(document, wanted);
    if (!found.ok) return found;
    const { name, context } = found.value;
    contexts.set(name, { name, config: context.config });
  }
  return success([...contexts.values()]);
}

/** Names as they are; patterns with * against those of the vault. Undefined: the current one. */
function namesOf(
  { contexts }: VaultDocument,
  patterns: readonly string[],
): Result<readonly (string | undefined)[]> {
  if (patterns.length === 0) return success([undefined]);
  if (!patterns.some((pattern) => pattern.includes("*")))
    return success(patterns);
  const all = [...contexts.keys()];
  const matched = all
    .toSorted()
    .filter((name) => patterns.some((pattern) => matchesGlob(pattern, name)));
  return matched.length > 0
    ? success(matched)
    : failure(noMatch(patterns, all));
}
