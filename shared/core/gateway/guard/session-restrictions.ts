import { success, type Result } from "../../result.ts";
import { decideCall, type Guard } from "./decide-call.ts";
import { escapeOf, type Escape } from "./outlasting-calls.ts";
import {
  readGuardEntry,
  type GuardEntry,
  type GuardRules,
} from "./guard-rules.ts";

/**
 * For each escape a method whose verdict shows whether it is closed; methods that are judged by their content are
 * taken without one.
 */
const shown: Readonly<Record<Escape, string>> = {
  certificate: "/machine.MachineService/GenerateClientConfiguration",
  kubeconfig: "/machine.MachineService/Kubeconfig",
  file: "/machine.MachineService/Copy",
  "secret-resource": "/cosi.resource.State/Get",
  "etcd-snapshot": "/machine.MachineService/EtcdSnapshot",
  configuration: "/machine.MachineService/ApplyConfiguration",
  "etcd-restore": "/machine.MachineService/EtcdRecover",
  "own-image": "/machine.MachineService/Upgrade",
  meta: "/machine.MachineService/MetaWrite",
};

/** Names of bounds that are published, by those of the rules. */
const bounds = {
  maxCalls: "calls",
  maxNodes: "nodes",
  onlyNodes: "only-nodes",
  hours: "hours",
} as const;

/**
 * What a session with a gateway cannot do, as the names that are published: `no-key` (the credential is in another
 * process), `no-…` for each escape that is closed, and each bound of its rules.
 */
export function restrictionsOf(
  guards: readonly Guard[],
  roles: readonly string[],
): readonly string[] {
  const closed = Object.entries(shown).flatMap(([escape, method]) => {
    const call = { method, nodes: [], request: null };
    const session = { roles, calls: 0, nodes: new Set<string>(), hour: 0 };
    const rules = guards.map(({ entries, ofContext, onlyNarrows }) => ({
      entries,
      ofContext,
      onlyNarrows,
    }));
    const decision = decideCall(rules, call, session);
    const isClosed =
      decision.verdict === "refuse" &&
      /^(?:escape|denied|unreadable)$/.test(decision.because.kind);
    return isClosed ? [`no-${escape}`] : [];
  });
  const isBound = (name: keyof typeof bounds) =>
    guards.some((guard) => guard[name] !== undefined);
  const names = Object.keys(bounds) as (keyof typeof bounds)[];
  return [
    "no-key",
    ...closed,
    ...names.filter(isBound).map((name) => bounds[name]),
  ];
}

/**
 * What these rules let through without asking anybody, though it outlives a session. Read as for a session of the
 * least role. Errors: `usage` for an entry that is none.
 */
export function openedBy({
  allow = [],
}: Pick<GuardRules, "allow">): Result<readonly Escape[]> {
  const opened = new Set<Escape>();
  for (const text of allow) {
    const read = readGuardEntry(text);
    if (!read.ok) return read;
    for (const escape of escapesIn(read.value)) opened.add(escape);
  }
  return success([...opened]);
}

/** A group opens none, but for the one that is named after them. */
function escapesIn(entry: GuardEntry): readonly Escape[] {
  if (entry.kind === "methods")
    return entry.methods.flatMap((one) => escapeOf(one, null, []) ?? []);
  return entry.group === "escapes" ? (Object.keys(shown) as Escape[]) : [];
}
