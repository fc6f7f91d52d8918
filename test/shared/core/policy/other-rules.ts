import type { Dimensions, Rule } from "./rules.ts";

const none = "nothing";
const both = "reason, name";
const nothing = { role: "-", life: "-", asked: none };

export interface ContinuationCase {
  readonly step: "extend" | "re-point" | "follow";
  readonly "the session has":
    | "a made os:reader"
    | "a made os:admin"
    | "a stored os:reader"
    | "a stored os:admin";
  readonly authority: "none" | "open";
  readonly node: "answers" | "away";
  readonly production: "no" | "yes";
}

/** The context that it gets, or keeps, has a stored os:admin key. */
export const continuationDimensions: Dimensions<ContinuationCase> = {
  step: ["extend", "re-point", "follow"],
  "the session has": [
    "a made os:reader",
    "a made os:admin",
    "a stored os:reader",
    "a stored os:admin",
  ],
  authority: ["open", "none"],
  node: ["answers", "away"],
  production: ["no", "yes"],
};

const left = "the time that is left, or the new one";
const again = (outcome: string, role: string) => ({
  outcome,
  role,
  life: left,
  asked: none,
});
const stays = (why: string) => ({
  outcome: `refused: ${why}; it stays as it is`,
  ...nothing,
});
const moves: readonly ContinuationCase["step"][] = ["re-point", "follow"];

export const continuationRules: readonly Rule<ContinuationCase>[] = [
  {
    when: { "the session has": ["a made os:reader"], authority: ["open"] },
    verdict: again("made again by the authority", "os:reader"),
  },
  {
    when: {
      "the session has": ["a made os:reader"],
      authority: ["none"],
      node: ["answers"],
    },
    verdict: again("made again by a node", "os:reader"),
  },
  {
    when: {
      "the session has": ["a made os:reader"],
      authority: ["none"],
      node: ["away"],
    },
    verdict: stays("no node"),
  },
  {
    when: {
      step: ["extend"],
      "the session has": ["a made os:admin"],
      authority: ["open"],
    },
    verdict: again("made again by the authority", "os:admin"),
  },
  {
    when: {
      step: ["extend"],
      "the session has": ["a made os:admin"],
      authority: ["none"],
      node: ["answers"],
    },
    verdict: again("made again by a node", "os:admin"),
  },
  {
    when: {
      step: ["extend"],
      "the session has": ["a made os:admin"],
      authority: ["none"],
      node: ["away"],
    },
    verdict: stays("no node"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a made os:admin"],
      authority: ["open"],
      production: ["no"],
    },
    verdict: again("made again by the authority", "os:admin"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a made os:admin"],
      authority: ["none"],
      node: ["answers"],
      production: ["no"],
    },
    verdict: again("made again by a node", "os:admin"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a made os:admin"],
      authority: ["none"],
      node: ["away"],
      production: ["no"],
    },
    verdict: stays("no node"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a made os:admin"],
      production: ["yes"],
    },
    verdict: stays("nobody is there to confirm"),
  },
  {
    when: { step: ["extend"], "the session has": ["a stored os:reader"] },
    verdict: again("keeps its stored key", "os:reader"),
  },
  {
    when: { step: moves, "the session has": ["a stored os:reader"] },
    verdict: stays("more rights"),
  },
  {
    when: { step: ["extend"], "the session has": ["a stored os:admin"] },
    verdict: again("keeps its stored key", "os:admin"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a stored os:admin"],
      production: ["no"],
    },
    verdict: again("the other context's stored key", "os:admin"),
  },
  {
    when: {
      step: moves,
      "the session has": ["a stored os:admin"],
      production: ["yes"],
    },
    verdict: stays("nobody is there to confirm"),
  },
];

export interface IssueCase {
  readonly verb:
    | "issue"
    | "issue --to"
    | "issue --for-automation"
    | "handover give"
    | "renew";
  /** Of the context, an os:admin; renewing keeps the roles. */
  readonly roles: "not named" | "os:reader" | "os:impersonator";
  readonly authority: "none" | "open" | "sealed";
  readonly node: "answers" | "away";
  readonly production: "no" | "yes";
}

export const issueDimensions: Dimensions<IssueCase> = {
  verb: ["issue", "issue --to", "issue --for-automation", "handover give", "renew"], // prettier-ignore
  roles: ["not named", "os:reader", "os:impersonator"],
  authority: ["open", "sealed", "none"],
  node: ["answers", "away"],
  production: ["no", "yes"],
};

const lives = [
  ["issue", "os:admin", "90 days"],
  ["issue --to", "os:admin", "1 day"],
  ["issue --for-automation", "os:reader", "1 day"],
  ["handover give", "os:reader", "8 hours"],
] as const;
const ways = [
  { when: { authority: ["open"] }, outcome: "made by the authority" },
  {
    when: { authority: ["sealed", "none"], node: ["answers"] },
    outcome: "made by a node",
  },
] as const;
const away = {
  when: { authority: ["sealed", "none"], node: ["away"] },
  outcome: "refused: no node, with the network's reason",
} as const;

export const issueRules: readonly Rule<IssueCase>[] = [
  ...lives.flatMap(([verb, usual, life]): readonly Rule<IssueCase>[] =>
    (["not named", "os:reader", "os:impersonator"] as const).flatMap(
      (roles): readonly Rule<IssueCase>[] => {
        const role = roles === "not named" ? usual : roles;
        const isGuarded = role !== "os:reader";
        const guard = verb === "handover give" ? "a person" : both;
        const marks =
          role === "os:admin"
            ? ([
                [["no"], none],
                [["yes"], both],
              ] as const)
            : ([[["no", "yes"], isGuarded ? guard : none]] as const);
        return marks.flatMap(
          ([production, asked]): readonly Rule<IssueCase>[] => {
            const given = { verb: [verb], roles: [roles], production };
            return [
              ...ways.map(({ when, outcome }) => ({
                when: { ...given, ...when },
                verdict: { outcome, role, life, asked },
              })),
              {
                when: { ...given, ...away.when },
                verdict: { outcome: away.outcome, role: "-", life: "-", asked },
              },
            ];
          },
        );
      },
    ),
  ),
  ...ways.map(({ when, outcome }) => ({
    when: { verb: ["renew"] as const, ...when },
    verdict: {
      outcome,
      role: "os:admin",
      life: "as before, at most 90 days",
      asked: none,
    },
  })),
  {
    when: { verb: ["renew"], ...away.when },
    verdict: { outcome: away.outcome, ...nothing },
  },
];

export interface ExportCase {
  readonly "stored key":
    "os:admin" | "os:reader" | "Omni" | "user and password";
  readonly production: "no" | "yes";
}

export const exportDimensions: Dimensions<ExportCase> = {
  "stored key": ["os:admin", "os:reader", "Omni", "user and password"],
  production: ["no", "yes"],
};

const copy = (role: string, asked: string) => ({
  outcome: "a copy, in the ledger",
  role,
  life: "the key's own",
  asked,
});

export const exportRules: readonly Rule<ExportCase>[] = [
  {
    when: { "stored key": ["os:admin"], production: ["no"] },
    verdict: copy("os:admin", "whether plain text is meant"),
  },
  {
    when: { "stored key": ["os:admin"], production: ["yes"] },
    verdict: copy("os:admin", "reason, name, whether plain text is meant"),
  },
  {
    when: { "stored key": ["os:reader"] },
    verdict: copy("os:reader", "whether plain text is meant"),
  },
  {
    when: { "stored key": ["Omni", "user and password"], production: ["no"] },
    verdict: copy("not known", "whether plain text is meant"),
  },
  {
    when: { "stored key": ["Omni", "user and password"], production: ["yes"] },
    verdict: copy("not known", "reason, name, whether plain text is meant"),
  },
];
