// Access that goes from one person to another: asked for, given, accepted, and acknowledged.
// Keep: What is given is new, never the giver's own, and in the ledger before anybody has it; no key of the receiver comes
// here, and none of theirs leaves their vault.
import { mayHaveArrived, type VaultError } from "../../errors.ts";
import { handedOver, writeAnswer } from "../../handover/answer.ts";
import { fingerprintWords } from "../../handover/fingerprint-words.ts";
import type { KeyRecipient } from "../../handover/recipients.ts";
import type { AccessRequest } from "../../handover/request.ts";
import { invalid } from "../../handover/signed-text.ts";
import { judgeWords } from "../../handover/texts.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "../../certificates/read-credential.ts";
import { isSignedBy } from "../../pki/verifying/signed-by.ts";
import type { Asked, Signed } from "../../policy/decision.ts";
import type { IssueRequest } from "../../policy/request.ts";
import { failure, success, type Result } from "../../result.ts";
import { encryptToOthers } from "../../vault/sealed/age/age.ts";
import { emitTalosconfig } from "../../talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import {
  grantIssuing,
  openSource,
  type IssuingSource,
} from "../issuing/issuing-source.ts";
import { makeCredential } from "../issuing/make-credential.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";

/** Whose key it is for. */
export type Recipient =
  /** A key of a request: its private half is nowhere here, and never will be. */
  | { readonly kind: "request"; readonly request: AccessRequest }
  /** Keys that open an age file, in which the credential with its private key travels. */
  | { readonly kind: "keys"; readonly keys: readonly KeyRecipient[] };

export interface GiveOrder {
  /** Name of the context whose cluster it is for. */
  readonly context: string;
  /** What the policy decides about. */
  readonly request: IssueRequest & { readonly to: "handover" };
  readonly recipient: Recipient;
  /** Who gets it, in the giver's words. */
  readonly to: string;
  /** As in `IssueTerms`. */
  readonly acceptsCustomRoles: boolean;
  readonly isForced: boolean;
  readonly acceptsOtherAuthority?: boolean | undefined;
}

export interface GivenAccess extends IssuedContext {
  /** Of the cluster's CA, as the receiver is shown them; null: it is not known. */
  readonly clusterWords: string | null;
}

/**
 * Has the cluster's authority certify the key of a request, or makes a credential and encrypts it to keys of others, and
 * hands the answer to `deliver`. It is in the ledger before; where it cannot be delivered, the ledger says that nobody has it.
 * Errors: those of the policy, of issuing and of `deliver`; `handover-invalid` for words that nobody should read, and where
 * a request is to be answered and only a node could make a credential, which makes the key too.
 */
export async function giveAccess(
  ports: IssuingPorts,
  document: VaultDocument,
  order: GiveOrder,
  deliver: (answer: Uint8Array) => Promise<Result<unknown>>,
): Promise<Result<GivenAccess>> {
  const { recipient, to, request, ...accepted } = order;
  const refusal = judgeGiving({ to, reason: request.reason });
  if (refusal) return failure(refusal);
  const found = findContext(document, order.context);
  if (!found.ok) return found;
  const { name } = found.value;
  const now = ports.clock.now();
  const granted = grantIssuing(document, found.value, request, now);
  if (!granted.ok) return granted;
  const source = await openFor(
    document,
    found.value,
    granted.value,
    order,
    now,
  );
  if (!source.ok) return source;
  const { roles, ttlSeconds } = granted.value;
  const { reason } = request;
  const issued = await makeCredential(ports, found.value, {
    ...accepted,
    source: source.value,
    roles,
    ttlSeconds,
    ...(recipient.kind === "request"
      ? { publicKey: recipient.request.publicKey }
      : {}),
    facts: {
      context: name,
      purpose: "handover",
      recipient: to,
      handedTo: recipientText(recipient),
      ...(reason === undefined ? {} : { reason }),
    },
  });
  if (!issued.ok) return issued;
  const { config } = issued.value;
  const answer = await answerOf(order, { name, config, source: source.value, now }); // prettier-ignore
  const delivered = await deliver(new TextEncoder().encode(answer));
  if (delivered.ok)
    return success({ ...issued.value, clusterWords: wordsOf(config) });
  if (!mayHaveArrived(delivered.error))
    await recordUndelivered(ports, name, issued.value);
  return failure(delivered.error);
}

/**
 * Why this recipient gets nothing from what would make the credential; null: they do. A request can be answered by an authority
 * alone. Ask it before a person compares words.
 */
export function refuseRecipient(
  recipient: Recipient,
  { outcome }: Pick<Signed | Asked, "outcome">,
): VaultError | null {
  return recipient.kind === "request" && outcome === "ask-node"
    ? noAuthority(recipient.request)
    : null;
}

/** Opens what makes the credential. */
async function openFor(
  document: VaultDocument,
  found: NamedContext,
  granted: Signed | Asked,
  { request: { by }, recipient }: GiveOrder,
  now: Date,
): Promise<Result<IssuingSource>> {
  const refusal = refuseRecipient(recipient, granted);
  if (refusal) return failure(refusal);
  return openSource(document, found, granted, by, now);
}

interface Made {
  readonly name: string;
  readonly config: TalosContext;
  readonly source: IssuingSource;
  readonly now: Date;
}

function answerOf(
  { recipient, to, request }: GiveOrder,
  { name, config, source, now: givenAt }: Made,
): string | Promise<string> {
  if (recipient.kind === "keys")
    return encryptToOthers(
      recipient.keys.map(({ key }) => key),
      new TextEncoder().encode(handedOverText(name, config)),
    );
  if (source.kind === "node") throw new Error("a node answers no request");
  const requestId = recipient.request.id;
  const authorityKey = source.authority.key;
  const reason = request.reason ?? null;
  const answer = writeAnswer({ requestId, to, reason, givenAt, name, config, authorityKey }); // prettier-ignore
  if (answer === null) throw new Error("an authority that issues cannot sign");
  return answer;
}

/** A talosconfig with the key: it is encrypted before it is anywhere. */
function handedOverText(
  name: string,
  { key, ...config }: TalosContext,
): string {
  const context = { ...handedOver(config), ...(key ? { key } : {}) };
  return emitTalosconfig({ context: name, contexts: new Map([[name, context]]) }); // prettier-ignore
}

function wordsOf({ ca, crt }: TalosContext): string | null {
  const [leaf] = certificatesOf(decodeField(crt));
  const signer = certificatesOf(decodeAuthority(ca)).find(
    ({ der }) => leaf && isSignedBy(leaf.der, [der]),
  );
  return signer ? fingerprintWords(signer.der) : null;
}

function recipientText(recipient: Recipient): string {
  return recipient.kind === "request"
    ? recipient.request.words
    : recipient.keys.map(({ shown }) => shown).join(", ");
}

/**
 * Why the name or the reason may not be sent to the receiver; null: they may. Shells call it before they ask for
 * anything.
 */
export function judgeGiving({
  to,
  reason,
}: {
  readonly to: string;
  readonly reason?: string | undefined;
}): VaultError | null {
  return (
    judgeWords("Who it is for", to) ??
    (reason === undefined ? null : judgeWords("The reason", reason))
  );
}

function noAuthority({ name }: AccessRequest): VaultError {
  const error = invalid(
    `Only the cluster's authority can certify the key of ${name}: a node makes a key of its own.`,
    "Keep the authority in the vault or name it, or have a key of SSH or age sent instead.",
  );
  return { ...error, actions: ["keep-authority", "authority-file"] };
}
