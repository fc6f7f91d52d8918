import { stages, type Stage } from "../../../shared/core/diagnosis/probe.ts";
import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import type { StepState } from "../../ui/steps.tsx";

/** One link of the path from this computer to a node's answer. */
export interface Link {
  readonly stage: Stage;
  readonly name: string;
  readonly state: StepState;
  /** Milliseconds that it took; null: not known. */
  readonly ms: number | null;
}

const names: Readonly<Record<Stage, string>> = {
  context: "This computer",
  proxy: "Proxy",
  name: "Name",
  connect: "TCP",
  handshake: "TLS",
  server: "Server's certificate",
  client: "Your certificate",
  call: "Answer",
};

/** The path as it was probed, with the link that is broken. Of a kept connection only the answer was seen now. */
export function probedPath({
  took,
  proxy,
  verdict,
  node,
}: EndpointHealth): readonly Link[] {
  const { brokenAt } = verdict;
  const probed = stages.filter(
    (stage) => stage !== "context" && took[stage] !== undefined,
  );
  const known: readonly Stage[] = [
    ...probed,
    ...(proxy && !isKept(probed) ? (["proxy"] as const) : []),
    ...(brokenAt ? [brokenAt] : []),
  ];
  return linksOf(known, brokenAt, "broken", node).map((link) => ({
    ...link,
    // What was only decided took no time that is worth a number.
    ms: took[link.stage] ?? null,
  }));
}

/** The path while it is probed; `met` are the stages that began, the last one goes on. */
export function runningPath(
  met: readonly Stage[],
  node: string | null,
): readonly Link[] {
  return linksOf(met, met.at(-1) ?? "context", "current", node);
}

/** It began with the question: the connection was there. */
function isKept(met: readonly Stage[]): boolean {
  return met[0] === "call";
}

function linksOf(
  met: readonly Stage[],
  at: Stage | null,
  state: "current" | "broken",
  node: string | null,
): readonly Link[] {
  const reached = at === null ? stages.length : stages.indexOf(at);
  const isHere = (stage: Stage) =>
    isKept(met)
      ? stage === "context" || stage === "call"
      : isOnPath(new Set(met))(stage);
  return stages.filter(isHere).map((stage) => {
    const place = stages.indexOf(stage);
    return {
      stage,
      name: stage === "call" ? answerName(node, isKept(met)) : names[stage],
      state: place < reached ? "done" : place > reached ? "open" : state,
      ms: null,
    };
  });
}

function answerName(node: string | null, isOverKept: boolean): string {
  const whose = node ? `Answer of ${node}` : names.call;
  return isOverKept ? `${whose}, over the connection of before` : whose;
}

/** A proxy resolves the name and connects by itself; an address needs no name. */
function isOnPath(met: ReadonlySet<Stage>): (stage: Stage) => boolean {
  const isProxied = met.has("proxy");
  return (stage) => {
    if (stage === "proxy") return isProxied;
    if (stage === "connect") return !isProxied;
    if (stage === "name")
      return !isProxied && (met.has("name") || !met.has("connect"));
    return true;
  };
}
