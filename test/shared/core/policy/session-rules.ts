import type { Dimensions, Rule, Verdict } from "./rules.ts";

export interface SessionCase {
  /** What the context's own key may do. */
  readonly "stored key":
    "os:admin" | "os:admin, no endpoint" | "os:reader" | "Omni";
  readonly production: "no" | "yes";
  /** The cluster's, in the vault. */
  readonly authority: "none" | "open" | "sealed";
  readonly node: "answers" | "away";
  readonly asks:
    "nothing" | "--role os:reader" | "--role os:admin" | "--stored";
}

export const sessionDimensions: Dimensions<SessionCase> = {
  asks: ["nothing", "--role os:reader", "--role os:admin", "--stored"],
  "stored key": ["os:admin", "os:admin, no endpoint", "os:reader", "Omni"],
  authority: ["open", "sealed", "none"],
  node: ["answers", "away"],
  production: ["no", "yes"],
};

const none = "nothing";
const both = "reason, name";
const nobody = { role: "-", life: "-", asked: none };
const byAuthority = (role: string, asked = none): Verdict => ({
  outcome: "made by the authority",
  role,
  life: "1 hour",
  asked,
});
const byNode = (role: string, asked = none): Verdict => ({
  outcome: "made by a node",
  role,
  life: "1 hour",
  asked,
});
const stored = (role: string, asked = none): Verdict => ({
  outcome: "the stored key",
  role,
  life: "1 hour",
  asked,
});
const away = (asked = none): Verdict => ({
  outcome: "refused: no node, with the network's reason",
  role: "-",
  life: "-",
  asked,
});
const cannot: Verdict = {
  outcome: "refused: nothing can make it",
  ...nobody,
};
const sealed: Verdict = {
  outcome: "refused until the authority's passphrase is given",
  ...nobody,
};
const omni = "as Omni decides";

export const sessionRules: readonly Rule<SessionCase>[] = [
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:admin", "os:admin, no endpoint"],
      authority: ["open"],
    },
    verdict: byAuthority("os:reader"),
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:admin, no endpoint"],
      authority: ["sealed"],
    },
    verdict: sealed,
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:admin, no endpoint"],
      authority: ["none"],
    },
    verdict: cannot,
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:admin"],
      authority: ["sealed", "none"],
      node: ["answers"],
    },
    verdict: byNode("os:reader"),
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:admin"],
      authority: ["sealed", "none"],
      node: ["away"],
    },
    verdict: away(),
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:reader"],
      authority: ["open"],
    },
    verdict: byAuthority("os:reader"),
  },
  {
    when: {
      asks: ["nothing"],
      "stored key": ["os:reader"],
      authority: ["sealed", "none"],
    },
    verdict: stored("os:reader"),
  },
  {
    when: { asks: ["nothing"], "stored key": ["Omni"], production: ["no"] },
    verdict: stored(omni),
  },
  {
    when: { asks: ["nothing"], "stored key": ["Omni"], production: ["yes"] },
    verdict: stored(omni, both),
  },
  {
    when: {
      asks: ["--role os:reader"],
      "stored key": ["os:admin", "os:admin, no endpoint", "os:reader"],
      authority: ["open"],
    },
    verdict: byAuthority("os:reader"),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin", "os:admin, no endpoint", "os:reader"],
      authority: ["open"],
      production: ["no"],
    },
    verdict: byAuthority("os:admin"),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin", "os:admin, no endpoint", "os:reader"],
      authority: ["open"],
      production: ["yes"],
    },
    verdict: byAuthority("os:admin", both),
  },
  {
    when: {
      asks: ["--role os:reader", "--role os:admin"],
      "stored key": ["os:admin", "os:admin, no endpoint", "os:reader"],
      authority: ["sealed"],
    },
    verdict: sealed,
  },
  {
    when: {
      asks: ["--role os:reader"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["answers"],
    },
    verdict: byNode("os:reader"),
  },
  {
    when: {
      asks: ["--role os:reader"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["away"],
    },
    verdict: away(),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["answers"],
      production: ["no"],
    },
    verdict: byNode("os:admin"),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["answers"],
      production: ["yes"],
    },
    verdict: byNode("os:admin", both),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["away"],
      production: ["no"],
    },
    verdict: away(),
  },
  {
    when: {
      asks: ["--role os:admin"],
      "stored key": ["os:admin"],
      authority: ["none"],
      node: ["away"],
      production: ["yes"],
    },
    verdict: away(both),
  },
  {
    when: {
      asks: ["--role os:reader", "--role os:admin"],
      "stored key": ["os:admin, no endpoint", "os:reader"],
      authority: ["none"],
    },
    verdict: cannot,
  },
  {
    when: {
      asks: ["--role os:reader", "--role os:admin"],
      "stored key": ["Omni"],
    },
    verdict: cannot,
  },
  {
    when: {
      asks: ["--stored"],
      "stored key": ["os:admin", "os:admin, no endpoint"],
      production: ["no"],
    },
    verdict: stored("os:admin"),
  },
  {
    when: {
      asks: ["--stored"],
      "stored key": ["os:admin", "os:admin, no endpoint"],
      production: ["yes"],
    },
    verdict: stored("os:admin", both),
  },
  {
    when: { asks: ["--stored"], "stored key": ["os:reader"] },
    verdict: stored("os:reader"),
  },
  {
    when: { asks: ["--stored"], "stored key": ["Omni"], production: ["no"] },
    verdict: stored(omni),
  },
  {
    when: { asks: ["--stored"], "stored key": ["Omni"], production: ["yes"] },
    verdict: stored(omni, both),
  },
];
