// Access that goes from one person to another: asked for, given, accepted, and acknowledged.
// Keep: What is given is new, never the giver's own, and in the ledger before anybody has it; no key of the receiver comes
// here, and none of theirs leaves their vault.
import type { VaultError } from "../../errors.ts";
import { writeAnswer } from "../../handover/answer.ts";
import { fingerprintWords } from "../../handover/fingerprint-words.ts";
import type { AccessRequest } from "../../handover/request.ts";
import { invalid } from "../../handover/signed-text.ts";
import { judgeWords } from "../../handover/texts.ts";
import { decide } from "../../policy/decide.ts";
import { decisionError } from "../../policy/decision-words.ts";
import type { Signed } from "../../policy/decision.ts";
import type { IssueRequest } from "../../policy/request.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { openSource, type IssuingSource } from "../issuing/issuing-source.ts";
import { makeCredential } from "../issuing/make-credential.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";

export interface GiveOrder {
  /** Name of the context whose cluster it is for. */
  readonly context: string;
  /** What the policy decides about. */
  readonly request: IssueRequest & { readonly to: "handover" };
  readonly recipient: AccessRequest;
  /** Who gets it, in the giver's words. */
  readonly to: string;
  /** As in `IssueTerms`. */
  readonly acceptsCustomRoles: boolean;
  readonly isForced: boolean;
  readonly acceptsOtherAuthority?: boolean | undefined;
}

export interface GivenAccess extends IssuedContext {
  /** Of the cluster's CA, as the receiver is shown them. */
  readonly clusterWords: string;
}

/**
 * Has the cluster's authority certify the key of a request, and hands the answer to `deliver`. It is in the ledger before;
 * where it cannot be delivered, the ledger says that nobody has it. Errors: those of the policy, of issuing and of `deliver`;
 * `handover-invalid` where only a node could make it, which makes the key too.
 */
export async function giveAccess(
  ports: IssuingPorts,
  document: VaultDocument,
  order: GiveOrder,
  deliver: (answer: Uint8Array) => Promise<Result<unknown>>,
): Promise<Result<GivenAccess>> {
  const refusal = judgeGiving(order);
  if (refusal) return failure(refusal);
  const found = findContext(document, order.context);
  if (!found.ok) return found;
  const now = ports.clock.now();
  const signed = await openAuthority(document, found.value, order, now);
  if (!signed.ok) return signed;
  const { source, roles, ttlSeconds } = signed.value;
  const { recipient, to, request, ...accepted } = order;
  const reason = request.reason ?? null;
  const issued = await makeCredential(ports, found.value, {
    ...accepted,
    source,
    roles,
    ttlSeconds,
    publicKey: recipient.publicKey,
    facts: {
      context: found.value.name,
      purpose: "handover",
      recipient: to,
      handedTo: recipient.words,
      ...(reason === null ? {} : { reason }),
    },
  });
  if (!issued.ok) return issued;
  const answer = writeAnswer({
    requestId: recipient.id,
    to,
    reason,
    givenAt: now,
    name: found.value.name,
    config: issued.value.config,
    authorityKey: source.authority.key,
  });
  if (answer === null) throw new Error("an authority that issues cannot sign");
  const delivered = await deliver(new TextEncoder().encode(answer));
  const clusterWords = fingerprintWords(source.authority.certificate);
  if (delivered.ok) return success({ ...issued.value, clusterWords });
  await recordUndelivered(ports, issued.value);
  return failure(delivered.error);
}

interface OpenedAuthority extends Pick<Signed, "roles" | "ttlSeconds"> {
  readonly source: Extract<IssuingSource, { kind: "authority" }>;
}

async function openAuthority(
  document: VaultDocument,
  found: NamedContext,
  { request, recipient }: GiveOrder,
  now: Date,
): Promise<Result<OpenedAuthority>> {
  const granted = decide(document, found, request, now);
  if (granted.outcome === "ask-node") return failure(noAuthority(recipient));
  if (granted.outcome !== "sign")
    return failure(decisionError(found.name, granted));
  const source = await openSource(document, found, granted, request.by, now);
  if (!source.ok) return source;
  const { roles, ttlSeconds } = granted;
  return source.value.kind === "node"
    ? failure(noAuthority(recipient))
    : success({ source: source.value, roles, ttlSeconds });
}

/** What a person would read on the other side. */
function judgeGiving({
  to,
  request: { reason },
}: GiveOrder): VaultError | null {
  return (
    judgeWords("Who it is for", to) ??
    (reason === undefined ? null : judgeWords("The reason", reason))
  );
}

function noAuthority({ name }: AccessRequest): VaultError {
  return invalid(
    `Only the cluster's authority can certify the key of ${name}: a node makes a key of its own.`,
    "Keep the authority in the vault or name it.",
  );
}
