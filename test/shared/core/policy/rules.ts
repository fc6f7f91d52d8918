/** One row of the page: which cases it is about, and what becomes of them. A dimension that is left out does not matter. */
export interface Rule<Case> {
  readonly when: { readonly [Name in keyof Case]?: readonly Case[Name][] };
  readonly verdict: Verdict;
}

/** What becomes of a request, in the words of the page. */
export interface Verdict {
  readonly outcome: string;
  /** `-`: nothing is given. */
  readonly role: string;
  readonly life: string;
  /** What a person is asked for first. */
  readonly asked: string;
}

/** The values of each dimension, in the order of the page. */
export type Dimensions<Case> = {
  readonly [Name in keyof Case]: readonly Case[Name][];
};

/** Every combination. */
export function casesOf<Case>(dimensions: Dimensions<Case>): readonly Case[] {
  const names = Object.keys(dimensions) as (keyof Case)[];
  return names.reduce<readonly Partial<Case>[]>(
    (cases, name) =>
      cases.flatMap((one) =>
        dimensions[name].map((value) => ({ ...one, [name]: value })),
      ),
    [{}],
  ) as readonly Case[];
}

/** The rules that speak of a case; a page that can be trusted has exactly one. */
export function rulesFor<Case>(
  rules: readonly Rule<Case>[],
  one: Case,
): readonly Rule<Case>[] {
  return rules.filter(({ when }) =>
    (Object.keys(one as object) as (keyof Case)[]).every(
      (name) => when[name]?.includes(one[name]) ?? true,
    ),
  );
}

/** A table of Markdown. */
export function tableOf<Case>(
  dimensions: Dimensions<Case>,
  rules: readonly Rule<Case>[],
): string {
  const names = Object.keys(dimensions) as (keyof Case & string)[];
  const head = [...names, "what becomes of it", "role", "life", "asked first"];
  const rows = rules.map(({ when, verdict }) => [
    ...names.map((name) => when[name]?.join(" or ") ?? "any"),
    verdict.outcome,
    verdict.role,
    verdict.life,
    verdict.asked,
  ]);
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
