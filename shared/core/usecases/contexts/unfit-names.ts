import {
  finding,
  type NameFinding,
  type VaultFinding,
} from "../../certificates/finding.ts";
import { fewNames } from "../../few-names.ts";
import { judgeName } from "../../talosconfig/context-name.ts";
import { hasLookalikes, lookalikes } from "../../text/lookalikes.ts";
import type { NamedContext } from "../../vault/document.ts";

const unfitCode = "name-unfit";
const lookalikeCode = "name-lookalike";
const quoted = (name: string) => `"${name}"`;

/**
 * What is wrong with the name of a context that is in the vault already: an earlier version or another program put it
 * there. By the rule of import and rename. `looksLike`: other names that may be taken for it.
 */
export function nameFindings(
  name: string,
  looksLike: readonly string[],
): readonly NameFinding[] {
  const verdict = judgeName(name);
  const unfit =
    verdict.kind === "fit"
      ? []
      : [
          finding(
            "error",
            unfitCode,
            `Its name may be taken for another one, or for none: a name ${verdict.reason}.`,
            renameAs([verdict.suggestion]),
          ),
        ];
  return [...unfit, ...lookalikeFindings(name, looksLike)];
}

/** What may deceive about a name that is fit. */
export function lookalikeFindings(
  name: string,
  looksLike: readonly string[],
): readonly NameFinding[] {
  const next = "Make sure which one you mean, and rename it.";
  if (looksLike.length > 0)
    return [
      finding(
        "warning",
        lookalikeCode,
        `Its name looks like ${fewNames(looksLike, quoted)}, and is another one.`,
        next,
      ),
    ];
  return hasLookalikes(name)
    ? [
        finding(
          "warning",
          lookalikeCode,
          "Its name has characters that look like plain Latin ones and are others.",
          next,
        ),
      ]
    : [];
}

/** The same across a vault, once, with the contexts that have such a name. */
export function findingsOfNames(
  named: readonly NamedContext[],
): readonly VaultFinding[] {
  const names = named.map(({ name }) => name);
  return [...unfitNames(names), ...lookalikeNames(names)];
}

function unfitNames(names: readonly string[]): readonly VaultFinding[] {
  const unfit = names.flatMap((name) => {
    const verdict = judgeName(name);
    return verdict.kind === "fit"
      ? []
      : [{ name, suggestion: verdict.suggestion }];
  });
  if (unfit.length === 0) return [];
  return [
    {
      severity: "error",
      code: unfitCode,
      message: "A context's name may be taken for another one, or for none.",
      next: renameAs(unfit.map(({ suggestion }) => suggestion)),
      actions: [],
      contexts: unfit.map(({ name }) => name),
    },
  ];
}

function lookalikeNames(names: readonly string[]): readonly VaultFinding[] {
  const alike = lookalikes(names);
  const deceiving = names.filter(
    (name) => alike.has(name) || hasLookalikes(name),
  );
  if (deceiving.length === 0) return [];
  return [
    {
      severity: "warning",
      code: lookalikeCode,
      message:
        "A context's name looks like another one, or has characters that look like plain Latin ones and are others.",
      next: "Make sure which one you mean, and rename it.",
      actions: [],
      contexts: deceiving,
    },
  ];
}

function renameAs(suggestions: readonly string[]): string {
  const some = suggestions.filter((one) => one !== "");
  if (some.length === 0) return "Rename it.";
  return `Rename it, as ${fewNames(some, quoted)}.`;
}
