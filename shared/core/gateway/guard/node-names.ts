/**
 * One spelling for each node, to compare by: an IPv6 address has many (`::1`, `0:0:0:0:0:0:0:1`, `[::1]`), and Talos takes all of
 * them. A name, and an address with a zone, stay as they are.
 */
export function comparable(node: string): string {
  const bare = /^\[(.*)\]$/.exec(node)?.[1] ?? node;
  if (!bare.includes(":") || bare.includes("%")) return node;
  try {
    return new URL(`http://[${bare}]`).hostname;
  } catch {
    return node;
  }
}

/** Who names none asks whoever answers: that is one as well. */
export function namedOf(nodes: readonly string[]): readonly string[] {
  return nodes.length === 0 ? [""] : nodes;
}
