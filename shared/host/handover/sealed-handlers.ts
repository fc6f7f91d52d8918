import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { threeTries } from "../../core/ask-three-times.ts";
import {
  openSealed,
  takeSealed,
} from "../../core/usecases/handover/accept-sealed.ts";
import { readIdentity } from "../../core/usecases/handover/read-identity.ts";
import type {
  AcceptedBefore,
  SealedAnswerView,
} from "../../contract/handover.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { chooseFile } from "../imports/choose-file.ts";
import { notOpen } from "../imports/read-source.ts";
import { acceptedBefore } from "./accepted-before.ts";
import { keepByToken } from "../tasks/token.ts";

/** Credentials that came in an age file: the receiver's key is read here, and what it opens stays here, under a token until the lock. */
export function sealedHandlers(
  context: HostContext,
): Handlers<"handover.open-sealed" | "handover.accept-sealed"> {
  return {
    "handover.open-sealed": (request) => open(context, request),
    "handover.accept-sealed": async ({ token, as }) => {
      const { ports, sealed, events } = context;
      const credential = sealed.get(token);
      if (!credential) return failure(notOpen());
      const taken = await takeSealed(
        {
          clock: ports.vault.clock,
          ledger: ports.ledger,
          change: (change) => changeUndoably(context, "Accepted access.", change), // prettier-ignore
        },
        credential,
        as === "" ? null : as,
      );
      if (!taken.ok) return taken;
      sealed.delete(token);
      events.tell({ kind: "vault" });
      return success({ as: taken.value.as, receipt: taken.value.receipt });
    },
  };
}

async function open(
  context: HostContext,
  { text, path: typed }: RequestOf<"handover.open-sealed">,
): Promise<Result<SealedAnswerView | AcceptedBefore | null>> {
  const { files, person, sshKeys, vault } = context.ports;
  const title = "Your private key of SSH or age";
  const path = await chooseFile(context, title, typed);
  if (!path.ok || path.value === null) return path as Result<null>;
  const key = await files.read(path.value, limits.der.most);
  if (!key.ok) return key;
  const identity = await readIdentity(
    path.value,
    key.value,
    (unlock) =>
      threeTries(
        (refusal) => person.askPassphrase("identity", refusal),
        unlock,
      ),
    sshKeys,
  );
  if (!identity.ok) return identity;
  const file = new TextEncoder().encode(text);
  const opened = await openSealed(file, identity.value, vault.clock.now());
  if (!opened.ok) return opened;
  const { name, roles, certificate } = opened.value;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const before = await acceptedBefore(context, document.value, certificate);
  if (before !== null) return success(before);
  const token = keepByToken(context, context.sealed, opened.value);
  const notAfter = certificate.notAfter.toISOString();
  return success({ kind: "sealed", token, name, roles, notAfter });
}
