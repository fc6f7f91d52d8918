import { finding, type Finding } from "../../certificates/finding.ts";
import { fewNames } from "../../few-names.ts";
import { judgeName } from "../../talosconfig/context-name.ts";
import type { Advice } from "../../diagnosis/advice.ts";
import type { NamedContext } from "../../vault/document.ts";

const code = "name-unfit";

/**
 * What is wrong with the name of a context that is in the vault already: an earlier version or another program put it
 * there. By the rule of import and rename.
 */
export function nameFindings(name: string): readonly Finding[] {
  const verdict = judgeName(name);
  return verdict.kind === "fit"
    ? []
    : [
        finding(
          "error",
          code,
          `Its name may be taken for another one, or for none: a name ${verdict.reason}.`,
          adviceFor([verdict.suggestion]),
        ),
      ];
}

/** The same across a vault, once, with the contexts that have such a name. */
export function adviseNames(named: readonly NamedContext[]): readonly Advice[] {
  const unfit = named.flatMap(({ name }) => {
    const verdict = judgeName(name);
    return verdict.kind === "fit"
      ? []
      : [{ name, suggestion: verdict.suggestion }];
  });
  if (unfit.length === 0) return [];
  return [
    {
      severity: "error",
      code,
      message: "A context's name may be taken for another one, or for none.",
      advice: adviceFor(unfit.map(({ suggestion }) => suggestion)),
      remedies: [],
      contexts: unfit.map(({ name }) => name),
    },
  ];
}

function adviceFor(suggestions: readonly string[]): string {
  const some = suggestions.filter((one) => one !== "");
  if (some.length === 0) return "Rename it.";
  return `Rename it, as ${fewNames(some, (name) => `"${name}"`)}.`;
}
