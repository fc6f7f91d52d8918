import type { Dimensions, Rule, Verdict } from "./rules.ts";

export interface ConsentCase {
  /** As `set --consent` says of the context. */
  readonly consent: "not set" | "always" | "writes" | "never";
  /** As the vault says of all contexts. */
  readonly "of the vault": "not set" | "always" | "writes" | "never";
  readonly production: "no" | "yes";
  readonly role: "os:reader" | "os:operator" | "os:admin";
  readonly asks:
    "session" | "extend" | "repoint" | "follow" | "issue" | "export" | "renew";
}

export const consentDimensions: Dimensions<ConsentCase> = {
  asks: ["session", "extend", "issue", "export", "repoint", "follow", "renew"],
  consent: ["not set", "always", "writes", "never"],
  "of the vault": ["not set", "always", "writes", "never"],
  production: ["no", "yes"],
  role: ["os:reader", "os:operator", "os:admin"],
};

type When = Rule<ConsentCase>["when"];

/** The rules that ask, by which roles they ask about. */
const always: readonly When[] = [
  { consent: ["always"] },
  { consent: ["not set"], "of the vault": ["always"] },
];
const writes: readonly When[] = [
  { consent: ["writes"] },
  { consent: ["not set"], "of the vault": ["writes"] },
  { consent: ["not set"], "of the vault": ["not set"], production: ["yes"] },
];
const never: readonly When[] = [
  { consent: ["never"] },
  { consent: ["not set"], "of the vault": ["never"] },
  { consent: ["not set"], "of the vault": ["not set"], production: ["no"] },
];
const reader = ["os:reader"] as const;
const more = ["os:operator", "os:admin"] as const;
const asking = ["session", "extend", "issue", "export"] as const;
const alone = ["repoint", "follow"] as const;

const asBefore = "as above";
const person: Verdict = {
  outcome: asBefore,
  role: asBefore,
  life: asBefore,
  asked: "a person",
};
const noPerson: Verdict = { ...person, asked: "as above, but no person" };
const nobody: Verdict = {
  outcome: "refused: nobody is there to ask",
  role: "-",
  life: "-",
  asked: noPerson.asked,
};

function rows(
  verdict: Verdict,
  rules: readonly When[],
  and: When,
): readonly Rule<ConsentCase>[] {
  return rules.map((when) => ({ when: { ...and, ...when }, verdict }));
}

/** As the running session is guarded without anybody who is asked. */
const root = { production: ["yes"], role: ["os:admin"] } as const;

export const consentRules: readonly Rule<ConsentCase>[] = [
  ...rows(person, always, { asks: asking }),
  ...rows(person, writes, { asks: asking, role: more }),
  ...rows(noPerson, writes, { asks: asking, role: reader }),
  ...rows(noPerson, never, { asks: asking }),
  ...rows(nobody, always, { asks: alone }),
  ...rows(nobody, writes, { asks: alone, role: more }),
  ...rows(noPerson, writes, { asks: alone, role: reader }),
  ...rows(nobody, never.slice(0, 2), { asks: alone, ...root }),
  ...rows(noPerson, never.slice(0, 2), {
    asks: alone,
    production: ["yes"],
    role: [...reader, "os:operator"],
  }),
  ...rows(noPerson, never.slice(0, 2), { asks: alone, production: ["no"] }),
  ...rows(noPerson, never.slice(2), { asks: alone }),
  { when: { asks: ["renew"] }, verdict: noPerson },
];
