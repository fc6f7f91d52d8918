// New credentials, signed by an authority or made by a node, and where they go.
// Keep: A credential is in the ledger before anybody has it (docs/decisions/0014), and is checked against what was
// asked for.
import { mayHaveArrived, type VaultError } from "../../errors.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { IssueRequest } from "../../policy/request.ts";
import type { Files } from "../../ports/files.ts";
import { failure, success, type Result } from "../../result.ts";
import { emitTalosconfig } from "../../talosconfig/yaml/emit.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuedContext } from "./issue-context.ts";
import type { IssuingPorts } from "./issuing-ports.ts";
import { grantIssuing, openSource } from "./issuing-source.ts";
import { makeCredential } from "./make-credential.ts";
import { recordUndelivered } from "./record-issued.ts";
import { refuseName, refuseSpelling } from "../contexts/rename-context.ts";
import { storeIssued } from "./store-issued.ts";

/** Where what is issued goes. */
export type IssueTarget =
  /** Into the context itself, or into a new one beside it. */
  | { readonly kind: "context"; readonly as: string | null }
  | {
      readonly kind: "file";
      readonly path: string;
      /** The context's name in the file; null: the same. */
      readonly as: string | null;
      /** Somebody was asked whether a file that is there may go. */
      readonly isReplacing: boolean;
      readonly purpose: "file" | "automation";
    };

export interface IssueOrder {
  /** Name of the context whose addresses it gets. */
  readonly context: string;
  /** What the policy decides about. */
  readonly request: IssueRequest;
  /** As in `IssueTerms`. */
  readonly acceptsCustomRoles: boolean;
  readonly isForced: boolean;
  readonly acceptsOtherAuthority?: boolean | undefined;
  readonly target: IssueTarget;
  /** Who gets it, for the ledger; null: the target says it. */
  readonly recipient: string | null;
}

export interface IssuePorts extends IssuingPorts {
  readonly files: Pick<Files, "judgeTarget" | "writePrivate">;
  /** Changes the vault; the document is read again first. */
  readonly change: (
    change: (document: VaultDocument) => Result<VaultDocument>,
  ) => Promise<Result<unknown>>;
}

export interface KeptCredential extends IssuedContext {
  /** Of the vault as it was before it got the credential: there is what was replaced. Null: it went into a file. */
  readonly generationBefore: number | null;
}

/**
 * Issues a credential and puts it where it is wanted. It is in the ledger before it is anywhere else. A target that can
 * be seen to be wrong is refused before anything is issued; where writing fails after all (a full disk, a file that
 * came meanwhile), the ledger says that nobody has it. Errors: those of the policy, of issuing, and of the target.
 */
export async function issueAndKeep(
  ports: IssuePorts,
  document: VaultDocument,
  order: IssueOrder,
): Promise<Result<KeptCredential>> {
  const { request, target, recipient, context: wanted, ...accepted } = order;
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const { name } = found.value;
  const now = ports.clock.now();
  const granted = grantIssuing(document, found.value, request, now);
  if (!granted.ok) return granted;
  const refusal = await judgeIssueTarget(ports, document, target);
  if (refusal) return refusal;
  const source = await openSource(
    document,
    found.value,
    granted.value,
    request.by,
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
    facts: {
      context: name,
      purpose: target.kind === "file" ? target.purpose : "context",
      recipient: recipient ?? recipientOf(name, target),
      ...(reason ? { reason } : {}),
    },
  });
  if (!issued.ok) return issued;
  const kept = await keep(ports, name, target, issued.value);
  if (kept.ok)
    return success({ ...issued.value, generationBefore: kept.value });
  if (mayHaveArrived(kept.error)) return kept;
  await recordUndelivered(ports, name, issued.value);
  return failure(toNobody(kept.error));
}

/** Why nothing can be put there, before anybody is asked about it; null: it can, as far as is seen. */
export async function judgeIssueTarget(
  { files }: Pick<IssuePorts, "files">,
  document: VaultDocument,
  target: IssueTarget,
): Promise<Result<never> | null> {
  if (target.kind === "context")
    return target.as === null ? null : refuseName(document, target.as);
  const refusal = target.as === null ? null : refuseSpelling(target.as);
  if (refusal) return refusal;
  const judged = await files.judgeTarget(target.path, target.isReplacing);
  return judged.ok ? null : failure(untouched(judged.error));
}

function recipientOf(
  name: string,
  target: IssueTarget,
): LedgerEntry["recipient"] {
  return target.kind === "file" ? target.path : (target.as ?? name);
}

async function keep(
  { files, change, clock }: IssuePorts,
  name: string,
  target: IssueTarget,
  { config }: IssuedContext,
): Promise<Result<KeptCredential["generationBefore"]>> {
  if (target.kind === "context") {
    let before: number | null = null;
    const changed = await change((document) => {
      before = document.generation;
      return storeIssued(document, name, target.as, config, clock.now());
    });
    return changed.ok ? success(before) : changed;
  }
  const called = target.as ?? name;
  const contexts = new Map([[called, config]]);
  const talosconfig = { context: called, contexts };
  const bytes = new TextEncoder().encode(emitTalosconfig(talosconfig));
  const written = await files.writePrivate(
    target.path,
    bytes,
    target.isReplacing,
  );
  return written.ok ? success(null) : written;
}

function untouched(error: VaultError): VaultError {
  const { next } = error;
  return { ...error, next: `${next.replace(/\.$/, "")}; nothing was issued.` };
}

function toNobody(error: VaultError): VaultError {
  return {
    ...error,
    next: `${error.next} The certificate was discarded; the ledger records it.`,
  };
}
