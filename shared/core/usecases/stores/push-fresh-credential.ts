import type { VaultError } from "../../errors.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import type { IssueRequest } from "../../policy/request.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { withoutOrigin } from "../contexts/new-stored-context.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import { isOf, type Place } from "../imports/origin.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { grantIssuing, openSource } from "../issuing/issuing-source.ts";
import { makeCredential } from "../issuing/make-credential.ts";
import { recordUndelivered } from "../issuing/record-issued.ts";
import { documentOf, type Push } from "./push-contexts.ts";
import { tooLong } from "./refuse-push.ts";
import { writeToStore } from "./write-to-store.ts";

/** What the policy decides about, for each context by its name. */
export type MadeOrders = ReadonlyMap<string, IssueRequest>;

export interface PushedMade {
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly issued: ReadonlyMap<string, IssuedContext>;
}

/** Where it goes. */
export interface Target {
  readonly store: SecretStore;
  readonly address: string;
  /**
   * Has the vault forget that contexts came from there, before anything is there: whatever becomes of the write, no pull puts what was
   * made for it in the place of their own.
   */
  readonly unlink: () => Promise<Result<unknown>>;
}

/**
 * Makes a credential for each context and writes the planned contexts into a store with these credentials; the
 * contexts' own stay here. Each is in the ledger before anybody has it. Where one cannot be made, or surely nothing was
 * written, the ledger says that nobody has any of them. Errors: those of the policy, of issuing and of writing, and
 * of `unlink`.
 */
export async function pushFreshCredential(
  ports: IssuingPorts,
  document: VaultDocument,
  orders: MadeOrders,
  { names, current }: Pick<Push, "names" | "current">,
  { store, address, unlink }: Target,
): Promise<Result<PushedMade>> {
  const issued = new Map<string, IssuedContext>();
  const discard = async (error: VaultError) => {
    for (const [name, one] of issued) await recordUndelivered(ports, name, one);
    return failure(issued.size > 0 ? toNobody(error) : error);
  };
  for (const [name, request] of orders) {
    const made = await makeFor(ports, document, name, request, address);
    if (!made.ok) return discard(made.error);
    issued.set(name, made.value);
  }
  const configs = new Map(
    [...issued].map(([name, { config }]) => [name, config]),
  );
  const bytes = documentOf(configs, names, current);
  const refused = tooLong(store, address, bytes);
  if (refused) return discard(refused);
  const unlinked = await unlink();
  if (!unlinked.ok) return discard(unlinked.error);
  const written = await writeToStore(store, bytes);
  if (!written.ok)
    return written.error.arrival === "possible"
      ? written
      : discard(written.error);
  const [version, sha256] = [written.value, sha256Hex(bytes)];
  return success({ version, bytes, sha256, issued });
}

async function makeFor(
  ports: IssuingPorts,
  document: VaultDocument,
  context: string,
  request: IssueRequest,
  address: string,
): Promise<Result<IssuedContext>> {
  const found = findContext(document, context);
  if (!found.ok) return found;
  const now = ports.clock.now();
  const granted = grantIssuing(document, found.value, request, now);
  if (!granted.ok) return granted;
  const { by, reason } = request;
  const source = await openSource(
    document,
    found.value,
    granted.value,
    by,
    now,
  );
  if (!source.ok) return source;
  const { roles, ttlSeconds } = granted.value;
  const made = await makeCredential(ports, found.value, {
    source: source.value,
    roles,
    ttlSeconds,
    acceptsCustomRoles: false,
    isForced: false,
    facts: {
      context,
      purpose: "store",
      recipient: address,
      ...(reason ? { reason } : {}),
    },
  });
  return made.ok ? made : failure(withoutInsisting(made.error));
}

const insisting = new Set(["force", "custom-roles", "other-authority"]);

/** What can be insisted on where a credential is kept is not insisted on for a place that others read. */
function withoutInsisting(error: VaultError): VaultError {
  const actions = error.actions.filter((one) => !insisting.has(one));
  return actions.length === error.actions.length
    ? error
    : {
        ...error,
        actions,
        next: "Choose another; or issue it beside the context, where that can be meant, and push that one.",
      };
}

function toNobody(error: VaultError): VaultError {
  return {
    ...error,
    next: `${error.next} What was made for it was discarded; the ledger records it.`,
  };
}

/**
 * Forgets that these contexts came from that place: what is there was made for it, and a pull would put that here. The same document
 * where none did.
 */
export function forgetOrigins(
  document: VaultDocument,
  names: Iterable<string>,
  place: Place,
): VaultDocument {
  const contexts = new Map(document.contexts);
  let isChanged = false;
  for (const name of names) {
    const stored = contexts.get(name);
    if (!stored || !isOf(stored.metadata.origin, place)) continue;
    contexts.set(name, withoutOrigin(stored));
    isChanged = true;
  }
  return isChanged ? { ...document, contexts } : document;
}
