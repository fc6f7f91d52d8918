import { judgeNode } from "../talosconfig/endpoints.ts";
import type { TalosContext } from "../talosconfig/types.ts";

/** What a terminal of ours runs first: only its shell, or a command that stands before it. */
export type TerminalProgram = "shell" | "dashboard";

/**
 * `talosctl dashboard` for a context, as words. It wants nodes, which talosctl takes from the context; a context without
 * any has them from its endpoints, as far as one is a bare address (cmd/talosctl/cmd/talos/dashboard.go, `WithClient`).
 */
export function dashboardCommand({
  nodes,
  endpoints,
}: Pick<TalosContext, "nodes" | "endpoints">): readonly string[] {
  const command = ["talosctl", "dashboard"];
  if (nodes.length > 0) return command;
  const bare = endpoints.filter((one) => judgeNode(one).kind === "ok");
  return bare.length > 0 ? [...command, "--nodes", bare.join(",")] : command;
}
