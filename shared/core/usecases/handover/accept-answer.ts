import { momentText } from "../../moment-text.ts";
import { rolesOf } from "../../certificates/summary.ts";
import { readAnswer, type AccessAnswer } from "../../handover/answer.ts";
import { writeReceipt } from "../../handover/receipt.ts";
import { invalid } from "../../handover/signed-text.ts";
import { toBase64 } from "../../pki/base64.ts";
import { matchKey } from "../../pki/verifying/key-match.ts";
import { readPem, type PemBlock } from "../../pki/pem.ts";
import { inheritingFrom } from "../../policy/inherited-marks.ts";
import type { Audit } from "../../ports/audit.ts";
import type { Clock } from "../../ports/clock.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { StoredRequest, VaultDocument } from "../../vault/document.ts";
import { withRequests } from "../../vault/requests.ts";
import { logEndOf } from "../audit/kept-head.ts";
import { newStoredContext } from "../contexts/new-stored-context.ts";
import { refuseName } from "../contexts/rename-context.ts";
import { planImport } from "../imports/plan-import.ts";

/** An answer that fits a request of this vault, and what a person should see before it is accepted. */
export interface FittingAnswer extends AccessAnswer {
  readonly roles: readonly string[];
}

/** A request of this vault that waits for its answer. */
interface Waiting {
  readonly request: Omit<StoredRequest, "key">;
  readonly key: Secret;
  /** The same key. */
  readonly block: PemBlock;
}

export interface AcceptPorts {
  readonly clock: Pick<Clock, "now">;
  /** Changes the vault; the document is read again first. */
  readonly change: (
    change: (document: VaultDocument) => Promise<Result<VaultDocument>>,
  ) => Promise<Result<unknown>>;
  /** The audit log here: the receipt says how it ends. */
  readonly ledger: Pick<Audit, "head">;
  /** Hands the receipt out before the vault is written: nothing changes where nobody gets it. Absent: it is delivered later. */
  readonly deliver?: (receipt: string) => Promise<Result<unknown>>;
}

export interface Accepted {
  readonly document: VaultDocument;
  /** Name of the new context. */
  readonly as: string;
  /** The context whose marks it has, because it is of its cluster; null: none. */
  readonly guardedAs: string | null;
  /** What may go back to whoever gave it. */
  readonly receipt: string;
}

/**
 * Reads an answer and finds the request of this vault that it is for. Errors: `handover-invalid`, by name: what `readAnswer`
 * refuses, an answer that was accepted before, that answers no request of this vault, that is for another key, that ended.
 */
export function judgeAnswer(
  document: VaultDocument,
  bytes: Uint8Array,
  now: Date,
): Result<FittingAnswer> {
  const fitting = fit(document, bytes, now);
  return fitting.ok ? success(fitting.value.answer) : fitting;
}

function fit(
  { requests }: VaultDocument,
  bytes: Uint8Array,
  now: Date,
): Result<{ readonly answer: FittingAnswer; readonly waiting: Waiting }> {
  const read = readAnswer(bytes);
  if (!read.ok) return read;
  const { requestId, certificate } = read.value;
  const stored = requests?.get(requestId);
  if (stored?.accepted) return failure(replayed(stored.accepted));
  if (!stored?.key) return failure(unasked());
  const { key, ...request } = stored;
  const block = blockOf(key);
  if (matchKey(certificate.der, block) !== "match") return failure(otherKey());
  const { notAfter, organizations } = certificate;
  if (notAfter <= now) return failure(ended(notAfter));
  const answer = { ...read.value, roles: rolesOf(organizations) };
  return success({ answer, waiting: { request, key, block } });
}

/**
 * Puts the credential of an answer into the vault, with the key of its request, which keeps what became of it. `as`: the
 * context's name here; null: the giver's, with a mark of its cluster where that is taken. Errors: as `judgeAnswer`, and
 * those of a name.
 */
export async function acceptAnswer(
  document: VaultDocument,
  bytes: Uint8Array,
  as: string | null,
  now: Date,
  logEnd: string | null = null,
): Promise<Result<Accepted>> {
  const fitting = fit(document, bytes, now);
  if (!fitting.ok) return fitting;
  const { requestId, name, config, certificate } = fitting.value.answer;
  const { request, key, block } = fitting.value.waiting;
  const whole = { ...config, key: new Secret(toBase64(key.reveal())) };
  const kept = await keepContext(document, name, whole, as, now);
  if (!kept.ok) return kept;
  const receipt = writeReceipt(certificate.der, block, now, logEnd);
  if (receipt === null) throw new Error("our own key cannot sign");
  const accepted = { at: now, as: kept.value.as, until: certificate.notAfter };
  const requests = new Map(document.requests).set(requestId, {
    ...request,
    accepted,
  });
  return success({
    document: withRequests(kept.value.document, requests),
    as: kept.value.as,
    guardedAs: kept.value.guardedAs,
    receipt,
  });
}

/** Takes an answer into the vault. Errors: as `acceptAnswer`, of `deliver`, and of changing the vault. */
export async function takeAnswer(
  { clock, change, ledger, deliver }: AcceptPorts,
  bytes: Uint8Array,
  as: string | null,
): Promise<Result<Accepted>> {
  const handOut = deliveredOnce(deliver);
  const logEnd = await logEndOf(ledger);
  let accepted: Result<Accepted> = failure(unasked());
  const changed = await change(async (document) => {
    accepted = await acceptAnswer(document, bytes, as, clock.now(), logEnd);
    if (!accepted.ok) return accepted;
    const delivered = await handOut(accepted.value.receipt);
    return delivered.ok ? success(accepted.value.document) : delivered;
  });
  return changed.ok ? accepted : changed;
}

/** A vault may ask for a change twice; what was handed out is out. */
export function deliveredOnce(
  deliver: AcceptPorts["deliver"],
): (receipt: string) => Promise<Result<unknown>> {
  let outcome: Promise<Result<unknown>> | undefined;
  return (receipt) =>
    (outcome ??= deliver?.(receipt) ?? Promise.resolve(success(undefined)));
}

/** A context that somebody gave, beside those that are there; none of them is changed. */
export async function keepContext(
  document: VaultDocument,
  given: string,
  config: TalosContext,
  as: string | null,
  now: Date,
): Promise<Result<Pick<Accepted, "document" | "as" | "guardedAs">>> {
  const refusal = as === null ? null : refuseName(document, as);
  if (refusal) return refusal;
  const wanted = as ?? given;
  const plan = await planImport(
    document,
    new Map([[wanted, config]]),
    "rename",
  );
  if (!plan.ok) return plan;
  const name = plan.value[0]?.as ?? wanted;
  const fresh = newStoredContext(config, undefined, undefined, now);
  const inherited = inheritingFrom(document)(fresh);
  const stored = inherited?.stored ?? fresh;
  const contexts = new Map(document.contexts).set(name, stored);
  const current = document.current === "" ? name : document.current;
  return success({
    document: { ...document, contexts, current },
    as: name,
    guardedAs: inherited?.from ?? null,
  });
}

function blockOf(key: Secret): PemBlock {
  const [block] = readPem(new TextEncoder().encode(key.reveal()));
  if (!block) throw new Error("our own key is no PEM");
  return block;
}

function replayed({ at, as }: NonNullable<StoredRequest["accepted"]>) {
  return invalid(
    `This answer was accepted already, on ${momentText(at)}, as "${as}".`,
    "Use that context; whoever needs another one asks anew. Nothing was changed.",
  );
}

function unasked() {
  return invalid(
    "The answer is to a request that this vault did not make, or has forgotten.",
    "Accept it where the request was made; a request is forgotten after 90 days. Nothing was changed.",
  );
}

function otherKey() {
  return invalid(
    "The answer's certificate is for another key than its request has.",
    "Have it given again; nothing was changed.",
  );
}

function ended(end: Date) {
  return invalid(
    `The credential in the answer ended on ${momentText(end)}.`,
    "Have it given again; nothing was changed.",
  );
}
