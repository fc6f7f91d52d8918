import type { Action, Problem, Severity } from "../problem.ts";

/** What can be wrong with a context's name, which is judged by the others'. */
export type NameFindingCode = "name-unfit" | "name-lookalike";

/** What can be wrong with a context beside the others of its cluster. */
export type ClusterFindingCode = "admin-with-own-ca" | "guarded-as-another";

/** What the import doctor can find wrong with one context, or to be better. */
export type FindingCode =
  // Where it is.
  | "no-endpoints"
  | "no-nodes"
  | "service-account"
  | "endpoint"
  | "https-endpoint"
  | "node"
  | "proxy-url"
  // Its credential.
  | "siderov1"
  | "basic-auth"
  | "no-credential"
  | "half-a-pair"
  | "too-long"
  | "not-base64"
  | "not-pem"
  | "not-a-certificate"
  | "not-a-key"
  | "key-encrypted"
  | "other-key"
  // Its certificate.
  | "expired"
  | "not-yet-valid"
  | "expires-soon"
  | "long-life"
  | "very-long-life"
  | "wrong-key-usage"
  | "is-authority"
  | "weak-key"
  | "unknown-algorithm"
  | "no-role"
  | "unknown-role"
  | "admin"
  | "impersonator"
  // Its CA.
  | "no-ca"
  | "other-ca"
  | "ca-expired"
  | "ca-expires-soon";

/** What shows only where all contexts of a vault, and what was done with them, are looked at. */
export type VaultFindingCode =
  | FindingCode
  | NameFindingCode
  | ClusterFindingCode
  | "admin-where-reader-was-used"
  | "stored-admin-lent"
  | "shared-key"
  | "admin-outside"
  | "pushed-admin-key"
  | "origin-behind"
  | "origin-diverged"
  | "one-certificate-in-many-contexts";

/** Something wrong with a context or that could be better, which nobody has to be asked for. */
export type Finding = Problem<FindingCode>;
export type NameFinding = Problem<NameFindingCode>;
export type ClusterFinding = Problem<ClusterFindingCode>;
/** What is said of one context. */
export type ContextFinding = Finding | NameFinding | ClusterFinding;

/** The same across the vault, said once, with the contexts that it is about: the actions are for each of them. */
export interface VaultFinding extends Problem<VaultFindingCode> {
  readonly contexts: readonly string[];
}

/** A finding; of a long sentence the middle is left out. */
export function finding<
  Code extends FindingCode | NameFindingCode | ClusterFindingCode,
>(
  severity: Severity,
  code: Code,
  message: string,
  next: string,
  actions: readonly Action[] = [],
): Problem<Code> {
  return {
    severity,
    code,
    message: bounded(message),
    next: bounded(next),
    actions,
  };
}

const [longest, keptAtEnd] = [600, 200];

/** A sentence may name what a file has, however long that is; its end says what is wrong. */
function bounded(sentence: string): string {
  const cut = longest - keptAtEnd;
  return sentence.length > longest
    ? `${sentence.slice(0, cut)}…${sentence.slice(-keptAtEnd)}`
    : sentence;
}
