import type { VaultFinding } from "../../certificates/finding.ts";
import { momentText } from "../../moment-text.ts";
import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type { NamedContext } from "../../vault/document.ts";

/** What stores had when somebody last asked them; nobody is asked here. What was seen at one time is said once. */
export function originFindings(
  named: readonly NamedContext[],
): readonly VaultFinding[] {
  const found = new Map<
    string,
    { state: State; at: string; names: string[] }
  >();
  for (const one of named) {
    const seen = seenOf(one);
    if (!seen) continue;
    const key = `${seen.state} ${seen.at}`;
    const told = found.get(key);
    if (told) told.names.push(one.name);
    else found.set(key, { ...seen, names: [one.name] });
  }
  return [...found.values()].map(({ state, at, names }) => ({
    ...sentences[state](at),
    actions: ["pull", "check-origins"],
    contexts: names,
  }));
}

type State = "behind" | "diverged";

const sentences: Readonly<
  Record<
    State,
    (at: string) => Pick<VaultFinding, "severity" | "code" | "message" | "next">
  >
> = {
  behind: (at) => ({
    severity: "info",
    code: "origin-behind",
    message: `Its store had another one than was pulled (seen ${at}): somebody changed it there.`,
    next: "Pull it: what differs is shown.",
  }),
  diverged: (at) => ({
    severity: "warning",
    code: "origin-diverged",
    message: `It was changed here since it was pulled, and its store had another one as well (seen ${at}).`,
    next: "Pull it: what differs is shown, and you say which of the two counts.",
  }),
};

/** As `compareOrigins` has it, of what was last seen; null: nothing that is news here. */
function seenOf({
  context: { config, metadata },
}: NamedContext): { readonly state: State; readonly at: string } | null {
  const { origin } = metadata;
  if (!origin?.seen) return null;
  const here = contentHash(config);
  if (here === origin.seen.content) return null;
  return {
    state: here === origin.content ? "behind" : "diverged",
    at: momentText(origin.seen.at),
  };
}
