import type { Cli } from "../cli.ts";

/** Nodes that a ping met, for the list that is being typed; nobody is asked. */
export async function nodeLists(
  cli: Cli,
  typed: string,
): Promise<readonly string[]> {
  const stored = await cli.ports.health.read();
  const health = [...stored.health.values()].flat();
  const known = health.flatMap(({ node, address }) => node ?? address ?? []);
  const before = typed.slice(0, typed.lastIndexOf(",") + 1);
  const listed = new Set(before.split(","));
  return [...new Set(known)]
    .filter((node) => !listed.has(node))
    .map((node) => `${before}${node}`);
}
