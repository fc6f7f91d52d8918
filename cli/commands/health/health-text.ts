import type {
  EndpointHealth,
  HealthByContext,
} from "../../../shared/core/diagnosis/stored-health.ts";
import { stages, type Stage } from "../../../shared/core/diagnosis/probe.ts";
import { commandsOf } from "../../output/action-commands.ts";
import { table } from "../../output/table.ts";
import type { Terminal } from "../../terminal.ts";

const header = [
  "CONTEXT",
  "ENDPOINT",
  "HOST",
  "TALOS",
  "LATENCY",
  "CLOCK",
  "VERDICT",
] as const;

/** Every endpoint in a line of its own. */
export function healthTable(
  health: HealthByContext,
  terminal: Terminal,
): string {
  const rows = [...health].flatMap(([context, endpoints]) =>
    endpoints.map((one) => row(context, one)),
  );
  return table(terminal, header, rows);
}

function row(context: string, health: EndpointHealth): readonly string[] {
  const { endpoint, node, hostname, version, latencyMs, clockAheadMs } = health;
  return [
    context,
    node === null ? endpoint || "-" : `${endpoint} → ${node}`,
    hostname ?? "-",
    version ?? "-",
    latencyMs === null ? "-" : `${String(Math.round(latencyMs))} ms`,
    clockText(clockAheadMs),
    health.verdict.code,
  ];
}

/** Below a second it is the network that takes its time, not the clock. */
function clockText(aheadMs: number | null): string {
  if (aheadMs === null) return "-";
  const seconds = Math.round(aheadMs / 1000);
  if (seconds === 0) return "same";
  return `${seconds > 0 ? "+" : "-"}${String(Math.abs(seconds))} s`;
}

const stageNames: Readonly<Record<Stage, string>> = {
  context: "this context",
  proxy: "proxy",
  name: "name",
  connect: "TCP",
  handshake: "TLS",
  server: "server's certificate",
  client: "your certificate",
  call: "answer",
};

/** What is the matter with an endpoint, as a path with the broken link marked. */
export function triageText(
  context: string,
  health: EndpointHealth,
  terminal: Terminal,
): readonly string[] {
  const { endpoint, node, verdict } = health;
  const place = node === null ? endpoint : `${endpoint} → ${node}`;
  return [
    terminal.markData("bold", `${context}  ${place}`),
    `  ${verdict.message}`,
    `  path: ${pathText(health, terminal)}`,
    ...verdict.evidence.map((fact) => `  seen: ${fact}`),
    ...(verdict.next ? [`  do:   ${verdict.next}`] : []),
    ...commandsOf({ ...verdict, about: { context } }).map(
      (command) => `  run:  ${command}`,
    ),
  ];
}

function pathText(
  { verdict: { brokenAt }, proxy, took }: EndpointHealth,
  terminal: Terminal,
): string {
  const broken = brokenAt === null ? stages.length : stages.indexOf(brokenAt);
  return stages
    .filter((stage) => stage !== "proxy" || proxy !== null)
    .filter((stage) => stage !== "name" || took[stage] !== undefined)
    .map((stage) => {
      const at = stages.indexOf(stage);
      const name = stageNames[stage];
      if (at < broken) return `${name} ok`;
      return at === broken
        ? terminal.markData("red", `${name} BROKEN`)
        : terminal.markData("dim", name);
    })
    .join(" > ");
}
