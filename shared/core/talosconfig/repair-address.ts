import { judgeEndpoint, judgeNode } from "./endpoints.ts";

/** Endpoints that Talos can dial: blanks and commas split them, brackets go where they hurt. What cannot be repaired stays. */
export function repairEndpoints(
  endpoints: readonly string[],
): readonly string[] {
  return unique(endpoints.flatMap(split).map(repairEndpoint));
}

/** Nodes as apid takes them: bare hosts and addresses. What cannot be repaired stays. */
export function repairNodes(nodes: readonly string[]): readonly string[] {
  return unique(nodes.flatMap(split).map(repairNode));
}

function split(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

function repairEndpoint(text: string): string {
  if (judgeEndpoint(text).kind === "ok") return text;
  const bare = text.replace(/^\[([^\]]*)\]$/, "$1").replace(/^[a-z]+:\/\//, "");
  return judgeEndpoint(bare).kind === "ok" ? bare : text;
}

function repairNode(text: string): string {
  if (judgeNode(text).kind === "ok") return text;
  const host = text
    .replace(/^[a-z]+:\/\//, "")
    .replace(/^\[([^\]]+)\](:\d+)?$/, "$1")
    .replace(/^([^:]+):\d+$/, "$1");
  return judgeNode(host).kind === "ok" ? host : text;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
