import { countOf } from "../counted-noun.ts";
import { limits } from "../limits.ts";
import type { TalosContext } from "./types.ts";

const { contextField, contextText, contextAddresses } = limits;

/**
 * What of a context is more than any context has, as the end of a sentence about it; null: nothing is. Whatever compares
 * contexts looks at each field again, so one that fills a file would hold up all others.
 */
export function whyBeyondBounds(context: TalosContext): string | null {
  const { endpoints, nodes, ca, crt, key } = context;
  for (const [what, { length }] of Object.entries({ endpoints, nodes }))
    if (length > contextAddresses.most)
      return `has more than ${countOf(contextAddresses.most, what.slice(0, -1))}`;
  const fields = { ca, crt, key: key?.reveal() };
  for (const [name, text = ""] of Object.entries(fields))
    if (text.length > contextField.most)
      return `has more than ${String(contextField.most / 1024)} KiB in "${name}"`;
  const isLong = textsOf(context).some(
    (text = "") => text.length > contextText.most,
  );
  return isLong
    ? `has a text of more than ${countOf(contextText.most, "character")} where an address, a name or a login belongs`
    : null;
}

function textsOf(context: TalosContext): readonly (string | undefined)[] {
  const { endpoints, nodes, auth, cluster, proxyUrl } = context;
  const { basic, siderov1 } = auth ?? {};
  const login = [basic?.username, basic?.password.reveal(), siderov1?.identity];
  return [...endpoints, ...nodes, ...login, cluster, proxyUrl];
}
