// What a window asks for to give access, to ask for it and to take it in.
// Keep: Texts cross to the page, keys never do; the policy decides, and a person is asked as for a command.
import { vaultError } from "../../core/errors.ts";
import {
  isSealedText,
  readRecipients,
} from "../../core/handover/recipients.ts";
import { readRequest } from "../../core/handover/request.ts";
import { issuerOf } from "../../core/trust/cluster-trust.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import {
  judgeAnswer,
  takeAnswer,
} from "../../core/usecases/handover/accept-answer.ts";
import {
  giveAccess,
  judgeGiving,
  type GiveOrder,
  type Recipient,
} from "../../core/usecases/handover/give-access.ts";
import {
  listHandovers,
  takeReceipt,
} from "../../core/usecases/handover/list-handovers.ts";
import {
  ownRequests,
  requestAccess,
} from "../../core/usecases/handover/own-requests.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import type { ReplyOf, RequestOf } from "../../contract/index.ts";
import {
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { readAnswer as parseAnswer } from "../../core/handover/answer.ts";
import { acceptedBefore } from "./accepted-before.ts";
import { sealedHandlers } from "./sealed-handlers.ts";
import { textHandlers } from "./text-handlers.ts";
import { agreedRequest, openSigner } from "../issuing/issuing-handlers.ts";
import { issuingPorts } from "../issuing-ports.ts";

type HandoverChannel = Extract<keyof Handlers, `handover.${string}`>;

type Ports = Parameters<typeof requestAccess>[0];

const bytesOf = (text: string) => new TextEncoder().encode(text);

export function handoverHandlers(
  context: HostContext,
): Handlers<HandoverChannel> {
  const { clock } = context.ports.vault;
  const logged = { clock, ledger: context.ports.ledger };
  const changing = (what: string) => ({
    ...logged,
    change: (change: Parameters<typeof changeUndoably>[2]) =>
      changeUndoably(context, what, change),
  });
  return {
    "handover.request": async ({ name }) => {
      const open = context.lock.opened();
      if (!open.ok) return open;
      const change: Ports["change"] = (wanted) => open.value.change(wanted);
      const made = await requestAccess({ clock, change }, name);
      if (!made.ok) return made;
      const { text, request } = made.value;
      context.events.tell({ kind: "vault" });
      return success({ text, words: request.words });
    },
    "handover.read-recipient": async ({ text }) => {
      const read = readRecipient(text);
      if (!read.ok) return read;
      const recipient = read.value;
      if (recipient.kind === "keys")
        return success({ kind: "keys", keys: recipient.keys.map(({ shown }) => shown) }); // prettier-ignore
      const { name: person, createdAt, words } = recipient.request;
      return success({ kind: "request", person, createdAt: createdAt.toISOString(), words }); // prettier-ignore
    },
    "handover.give": (request) => give(context, request),
    "handover.read-answer": ({ text }) => readAnswer(context, text),
    "handover.accept": async ({ text, as }) => {
      const ports = changing("Accepted access.");
      const name = as === "" ? null : as;
      const taken = await takeAnswer(ports, bytesOf(text), name);
      if (!taken.ok) return taken;
      context.events.tell({ kind: "vault" });
      const { as: kept, receipt } = taken.value;
      return success({ as: kept, receipt });
    },
    "handover.list": () => list(context),
    "handover.receipt": async ({ text }) => {
      const closed = await takeReceipt(logged, bytesOf(text));
      if (!closed.ok) return closed;
      context.events.tell({ kind: "vault" });
      const { to, context: name } = closed.value;
      return success({ to, context: name });
    },
    ...sealedHandlers(context),
    ...textHandlers(context),
  };
}

/** An age file is opened with a key of the receiver's; an answer says by itself what it is. */
async function readAnswer(
  context: HostContext,
  text: string,
): Promise<Result<ReplyOf<"handover.read-answer">>> {
  if (isSealedText(text)) return success({ kind: "age-file" });
  const document = await readOpen(context);
  if (!document.ok) return document;
  const bytes = bytesOf(text);
  const { clock } = context.ports.vault;
  const judged = judgeAnswer(document.value, bytes, clock.now());
  if (!judged.ok) {
    const answer = parseAnswer(bytes);
    const before = answer.ok
      ? await acceptedBefore(context, document.value, answer.value.certificate)
      : null;
    return before === null ? judged : success(before);
  }
  const { name, to, reason, roles, certificate, clusterWords } = judged.value; // prettier-ignore
  const notAfter = certificate.notAfter.toISOString();
  return success({ kind: "answer", name, to, reason, roles, notAfter, clusterWords }); // prettier-ignore
}

async function list(
  context: HostContext,
): Promise<Result<ReplyOf<"handover.list">>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const given = await listHandovers(context.ports);
  if (!given.ok) return given;
  const requests = ownRequests(document.value);
  return success({ given: given.value, requests });
}

/** A request, or public keys of SSH or age, a line each. */
function readRecipient(text: string): Result<Recipient> {
  if (!text.includes("-----BEGIN")) {
    const keys = readRecipients(text);
    return keys.ok ? success({ kind: "keys", keys: keys.value }) : keys;
  }
  const request = readRequest(bytesOf(text));
  return request.ok
    ? success({ kind: "request", request: request.value })
    : request;
}

async function give(
  context: HostContext,
  asked: RequestOf<"handover.give">,
): Promise<Result<ReplyOf<"handover.give">>> {
  const { roles, ttlSeconds, reason, to, text, asker } = asked;
  const recipient = readRecipient(text);
  if (!recipient.ok) return recipient;
  const refusal = judgeGiving({ to, reason });
  if (refusal) return failure(refusal);
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, asked.context);
  if (!found.ok) return found;
  const request = await grantedRequest(
    context,
    document.value,
    found.value,
    recipient.value,
    { kind: "issue", to: "handover", roles, ttlSeconds, reason },
    asker,
  );
  if (!request.ok) return request;
  let answer = "";
  const given = await giveAccess(
    issuingPorts(context),
    document.value,
    {
      context: found.value.name,
      request: request.value,
      recipient: recipient.value,
      to,
      acceptsCustomRoles: false,
      isForced: false,
    },
    async (bytes) => {
      answer = new TextDecoder().decode(bytes);
      return success(undefined);
    },
  );
  if (!given.ok) return given;
  context.events.tell({ kind: "vault" });
  const { roles: made, notAfter, clusterWords } = given.value;
  return success({
    isSealed: recipient.value.kind === "keys",
    text: answer,
    roles: made,
    notAfter: notAfter.toISOString(),
    clusterWords,
  });
}

/**
 * With the key of the vault's authority: its passphrase is asked for once the policy has granted the rest. Without one a node can make
 * a credential for keys of SSH or age, and answers no request.
 */
async function grantedRequest(
  context: HostContext,
  document: VaultDocument,
  found: NamedContext,
  recipient: Recipient,
  request: GiveOrder["request"],
  asker: string | undefined,
): Promise<Result<GiveOrder["request"]>> {
  const { config } = found.context;
  if (asker !== undefined && recipient.kind === "keys") {
    const by = { kind: "node", asker } as const;
    return agreedRequest(context, document, found, { ...request, by });
  }
  const authority = issuerOf(document, config.ca);
  if (!authority)
    return recipient.kind === "request"
      ? failure(noAuthority(found))
      : agreedRequest(context, document, found, request);
  const by = { kind: "authority", authority } as const;
  const agreed = await agreedRequest(context, document, found, { ...request, by }); // prettier-ignore
  if (!agreed.ok) return agreed;
  const signer = await openSigner(context, document, config, { kind: "vault" }); // prettier-ignore
  return signer.ok ? success({ ...agreed.value, by: signer.value }) : signer;
}

function noAuthority({ name }: NamedContext) {
  const error = vaultError(
    "credential-unusable",
    `The vault has no authority of the cluster of "${name}".`,
    "Only the cluster's authority can certify a colleague's key: keep it in the vault first.",
  );
  return { ...error, actions: ["keep-authority"] } as const;
}
