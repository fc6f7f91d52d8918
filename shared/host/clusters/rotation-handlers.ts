// The vault's parts in a rotation of a cluster's CA, from a window.
// Keep: What the rotation left is opened by main and kept under a token until the lock.
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import { finishRotation } from "../../core/usecases/clusters/finish-rotation.ts";
import { shownLeaves } from "../../core/usecases/clusters/inspect-rotation.ts";
import { readNewAuthority } from "../../core/usecases/clusters/new-authority.ts";
import { authorityFacts } from "../../core/usecases/issuing/preview-issue.ts";
import { reissueCluster } from "../../core/usecases/clusters/reissue-cluster.ts";
import { rotationState } from "../../core/usecases/clusters/rotation-state.ts";
import { isNameTyped } from "../../core/policy/confirmation.ts";
import type { OpenedRotation } from "../../contract/cluster.ts";
import type { ReplyOf, RequestOf } from "../../contract/index.ts";
import { chooseFile } from "../imports/choose-file.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";
import { renewalPorts } from "../issuing-ports.ts";
import { keepByToken } from "../tasks/token.ts";

type RotationChannel =
  | "rotation.inspect"
  | "rotation.known"
  | "rotation.open"
  | "rotation.reissue"
  | "rotation.finish";

/** Along with a rotation of a cluster's CA. Keys stay on this side. */
export function rotationHandlers(
  context: HostContext,
): Handlers<RotationChannel> {
  return {
    "rotation.inspect": async ({ name }) => {
      const found = await findOpen(context, name);
      if (!found.ok) return found;
      const { document, one } = found.value;
      // A connection that is kept knows the certificate of before.
      context.ports.talos.close();
      const leaves = await shownLeaves(context.ports, one);
      if (!context.lock.hasFallen) context.shown.set(one.name, leaves);
      return success(rotationState(document, one, leaves));
    },
    "rotation.known": async ({ name }) => {
      const found = await findOpen(context, name);
      if (!found.ok) return found;
      const { document, one } = found.value;
      const leaves = context.shown.get(one.name);
      return success(leaves ? rotationState(document, one, leaves) : null);
    },
    "rotation.open": ({ path }) => open(context, path),
    "rotation.reissue": (request) => reissue(context, request),
    "rotation.finish": async ({ name }) => {
      const found = await findOpen(context, name);
      if (!found.ok) return found;
      const { document, one } = found.value;
      const ports = renewalPorts(context, "Remove an old CA.");
      const done = await finishRotation(ports, document, one);
      if (done.ok) context.events.tell({ kind: "vault" });
      return done;
    },
  };
}

async function reissue(
  context: HostContext,
  { name, token, isUntested, confirmation }: RequestOf<"rotation.reissue">,
): Promise<Result<ReplyOf<"rotation.reissue">>> {
  const found = await findOpen(context, name);
  if (!found.ok) return found;
  const next = context.rotations.get(token);
  if (!next) return failure(gone());
  const { document, one } = found.value;
  if (isUntested && !isNameTyped(one.name, confirmation))
    return failure(unconfirmed(one.name));
  const ports = renewalPorts(context, "Took contexts to a new CA.");
  const order = { next, isUntested };
  const done = await reissueCluster(ports, document, one, order);
  if (done.ok) context.events.tell({ kind: "vault" });
  return done;
}

async function findOpen(
  context: HostContext,
  name: string,
): Promise<
  Result<{ readonly document: VaultDocument; readonly one: NamedContext }>
> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, name);
  return found.ok
    ? success({ document: document.value, one: found.value })
    : found;
}

async function open(
  context: HostContext,
  typed: string | undefined,
): Promise<Result<OpenedRotation | null>> {
  const { ports } = context;
  const title =
    "The talosconfig of talosctl rotate-ca, or the new secrets.yaml";
  const path = await chooseFile(context, title, typed);
  if (!path.ok || path.value === null) return path as Result<null>;
  const bytes = await ports.files.read(path.value);
  if (!bytes.ok) return bytes;
  const classified = await ports.parser.classify(bytes.value, context.signal);
  if (!classified.ok) return classified;
  const next = readNewAuthority(classified.value, ports.vault.clock.now());
  if (!next.ok) return next;
  const facts = authorityFacts(next.value.ca);
  if (!facts) return failure(gone());
  const token = keepByToken(context, context.rotations, next.value);
  const { kind } = next.value;
  return success({ token, kind, fingerprint: facts.fingerprint });
}

/** On the command line somebody types `rotation NAME --untested`. */
function unconfirmed(name: string) {
  return vaultError(
    "unconfirmed",
    `No endpoint would have accepted what the contexts of the cluster of "${name}" get.`,
    "Type the context's name; or let them be tried first.",
  );
}

function gone() {
  return vaultError(
    "credential-unusable",
    "There is no new CA to go to.",
    "Choose the file again: the talosconfig of talosctl rotate-ca, or the new secrets.yaml.",
  );
}
