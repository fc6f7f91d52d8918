import { limits } from "../../limits.ts";
import { failure, type Result } from "../../result.ts";
import type { NamedContext } from "../../vault/document.ts";
import { askInTurn } from "./try-each-admin.ts";
import { askNode } from "./ask-node.ts";
import { withOtherWays } from "./other-ways.ts";
import { issueContext, type IssuedContext } from "./issue-context.ts";
import { refuseTerms, type IssueTerms } from "./refuse-issue.ts";
import { recordIssued, type IssuedFacts } from "./record-issued.ts";
import type { IssuingPorts } from "./issuing-ports.ts";
import type { IssuingSource } from "./issuing-source.ts";

/** For a node's API. */
const patienceMs = limits.nodeCredentialTime.most * 1000;

export interface CredentialOrder extends Omit<
  IssueTerms,
  "base" | "authority"
> {
  readonly source: IssuingSource;
  /** Before each administrator asks. */
  readonly onAsk?: ((asker: string) => void) | undefined;
  readonly facts: IssuedFacts;
  /** As in `IssueRequest`; with it no node is asked. */
  readonly publicKey?: Uint8Array | undefined;
}

/**
 * Makes a credential with a context's addresses, by an authority or by a node, and writes it into the ledger before
 * anybody has it. Who makes it was decided before: `IssuingSource`. Errors: `context-invalid` for what may not be asked
 * for, those of asking a node and of the ledger.
 */
export async function makeCredential(
  ports: IssuingPorts,
  { context }: NamedContext,
  { source, facts, onAsk, publicKey, ...terms }: CredentialOrder,
): Promise<Result<IssuedContext>> {
  const base = context.config;
  if (source.kind === "node") {
    const refusal = refuseTerms(terms);
    if (refusal) return failure(refusal);
    const { roles, ttlSeconds } = terms;
    const request = { roles, ttlSeconds };
    const made = await askInTurn(ports, source, (one) => {
      onAsk?.(one.name);
      const order = { asker: one, base, request, patienceMs, facts };
      return askNode(ports, order);
    });
    if (made.ok) return made;
    const without = "Without a node: take the cluster's secrets.";
    return failure(withOtherWays(made.error, without, ["issue"]));
  }
  const { authority } = source;
  const issued = issueContext(ports)({
    ...terms,
    authority,
    base,
    publicKey,
  });
  if (!issued.ok) return issued;
  const entry = { ...facts, via: "authority" } as const;
  const recorded = await recordIssued(ports, issued.value, entry);
  return recorded.ok ? issued : recorded;
}
