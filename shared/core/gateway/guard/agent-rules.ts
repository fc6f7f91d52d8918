import type { GuardRules } from "./guard-rules.ts";

/** What of an agent's calls a person is asked about. */
export const askedOfAgents = ["writes", "all", "none"] as const;
export type AskedOfAgents = (typeof askedOfAgents)[number];

/**
 * What an agent's session may do beside what its context and its own rules say, as one guard more: it reads, what it changes
 * is asked about, and nothing that outlives the session is let out, whoever would agree.
 */
export function agentRules(asked: AskedOfAgents): GuardRules {
  const deny = ["escapes"];
  switch (asked) {
    case "writes":
      return { deny, hold: ["writes"] };
    case "all":
      return { deny, hold: ["reads", "writes"] };
    case "none":
      return { deny };
  }
}
