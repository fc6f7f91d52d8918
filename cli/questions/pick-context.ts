import search from "@inquirer/search";
import { go } from "fuzzysort";
import { vaultError } from "../../shared/core/errors.ts";
import { calledName, fewNames } from "../../shared/core/few-names.ts";
import { failure, type Result } from "../../shared/core/result.ts";
import type { ContextView } from "../../shared/core/vault/views.ts";
import { answered } from "./ask.ts";
import { printable } from "../../shared/core/text/printable.ts";

const mostShown = 200;

/** Lets the person pick a context by typing a few of its letters; the current one comes first. */
export async function pickContext(
  contexts: readonly ContextView[],
): Promise<Result<string>> {
  if (contexts.length === 0)
    return failure(
      vaultError(
        "context-missing",
        "The vault is empty.",
        "Put a talosconfig in with: talos-vault import FILE",
      ),
    );
  const source = (term: string | undefined) =>
    matching(contexts, term).map(choice);
  return answered(async () =>
    search(
      { message: "Context:", source },
      { input: process.stdin, output: process.stderr },
    ),
  );
}

/** The contexts whose name, endpoints or labels match what was typed, best first. */
function matching(
  contexts: readonly ContextView[],
  term: string | undefined,
): readonly ContextView[] {
  const currentFirst = contexts.toSorted(
    (a, b) => Number(b.current) - Number(a.current),
  );
  if (!term) return currentFirst.slice(0, mostShown);
  return go(term, currentFirst, {
    keys: ["name", searchable],
    limit: mostShown,
    // Any match, best first: the library would hide "prd" from "prod".
    threshold: 0,
  }).map(({ obj }) => obj);
}

function searchable({ endpoints, labels }: ContextView): string {
  return [...endpoints, ...Object.entries(labels).flat()].join(" ");
}

function choice({
  name,
  looksLike,
  current,
  roles,
  production,
  notAfter,
}: ContextView) {
  const facts = [
    current ? "current" : "",
    production ? "production" : "",
    looksLike.length > 0 ? `looks like ${fewNames(looksLike)}` : "",
    roles.join(","),
    notAfter === null ? "" : `until ${notAfter.slice(0, "2027-01-01".length)}`,
  ];
  return {
    value: name,
    name: printable(calledName(name)),
    description: printable(facts.filter((fact) => fact !== "").join(" · ")),
  };
}
