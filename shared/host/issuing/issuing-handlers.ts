// New credentials from a window, by an authority of the vault or of a file.
// Keep: Keys of authorities stay on this side, under a token until the lock; the policy decides, nothing here.
import type { Authority } from "../../core/authorities/authority.ts";
import { vaultError } from "../../core/errors.ts";
import type { IssueRequest, IssuingSigner } from "../../core/policy/request.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { authoritySealed } from "../../core/usecases/authorities/open-stored-authority.ts";
import { threeTries } from "../../core/ask-three-times.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import { notePlaintext } from "../../core/usecases/imports/note-plaintext.ts";
import {
  issueAndKeep,
  type IssueTarget,
} from "../../core/usecases/issuing/issue-and-keep.ts";
import { grantIssuing } from "../../core/usecases/issuing/issuing-source.ts";
import { issuerOf } from "../../core/trust/cluster-trust.ts";
import { authorityOf } from "../../core/usecases/authorities/store-authority.ts";
import {
  authorityFacts,
  previewIssue,
} from "../../core/usecases/issuing/preview-issue.ts";
import { rolesLost } from "../../core/usecases/issuing/roles-lost.ts";
import { readAuthorityFile } from "../../core/usecases/authorities/read-authority-file.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { Issued, OpenedAuthority } from "../../contract/issuing.ts";
import { withConsent } from "../consent/with-consent.ts";
import { chooseFile } from "../imports/choose-file.ts";
import {
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { issuingPorts } from "../issuing-ports.ts";
import { keepByToken } from "../tasks/token.ts";

type IssuingChannel =
  "issuing.open-authority" | "issuing.preview" | "issuing.issue";
type Source = RequestOf<"issuing.issue">["authority"];

/** New credentials under a cluster's CA. Keys stay on this side. */
export function issuingHandlers(
  context: HostContext,
): Handlers<IssuingChannel> {
  return {
    "issuing.open-authority": ({ path }) => openAuthority(context, path),
    "issuing.preview": async (request) => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      const found = findContext(document.value, request.context);
      if (!found.ok) return found;
      const stored = found.value.context;
      const base = stored.config;
      const ca = caOf(context, document.value, base, request.authority);
      const now = context.ports.vault.clock.now();
      const preview =
        ca === undefined ? null : previewIssue({ ...request, base }, ca, now);
      const lost = rolesLost(stored, request.roles, now);
      return preview ? success({ ...preview, lost }) : failure(gone());
    },
    "issuing.issue": (request) => issue(context, request),
  };
}

/** Reads an authority from a file that the person chooses; null when no file was chosen. */
export async function chooseAuthorityFile(
  context: HostContext,
  typed: string | undefined,
): Promise<Result<Authority | null>> {
  const title = "The cluster's secrets.yaml or a control plane config";
  const path = await chooseFile(context, title, typed);
  if (!path.ok || path.value === null) return path as Result<null>;
  const { files, parser, vault } = context.ports;
  return readAuthorityFile(files, parser, path.value, vault.clock.now());
}

async function openAuthority(
  context: HostContext,
  path: string | undefined,
): Promise<Result<OpenedAuthority | null>> {
  const read = await chooseAuthorityFile(context, path);
  if (!read.ok || read.value === null) return read as Result<null>;
  const facts = authorityFacts(read.value.ca);
  if (!facts) return failure(gone());
  const token = keepByToken(context, context.authorities, read.value);
  return success({ ...facts, token });
}

function caOf(
  { authorities }: HostContext,
  document: VaultDocument,
  base: TalosContext,
  source: Source,
): string | undefined {
  switch (source.kind) {
    case "file":
      return authorities.get(source.token)?.ca;
    case "vault":
      return issuerOf(document, base.ca)?.crt;
    case "node":
      return base.ca;
  }
}

async function issue(
  context: HostContext,
  request: RequestOf<"issuing.issue">,
): Promise<Result<Issued | null>> {
  const { recipient, ...terms } = request;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, terms.context);
  if (!found.ok) return found;
  const asked = requestOf(context, document.value, found.value, request);
  if (!asked.ok) return asked;
  const agreed = await agreedRequest(
    context,
    document.value,
    found.value,
    asked.value,
  );
  if (!agreed.ok) return agreed;
  const base = found.value.context.config;
  const signer = await openSigner(
    context,
    document.value,
    base,
    terms.authority,
  );
  if (!signer.ok) return signer;
  const target = await targetOf(context, request);
  if (target === null) return success(null);
  const what = `Issued a credential for "${terms.context}".`;
  const issued = await issueAndKeep(
    {
      ...issuingPorts(context),
      files: context.ports.files,
      change: (change) => changeUndoably(context, what, change),
    },
    document.value,
    {
      context: terms.context,
      request: { ...agreed.value, by: signer.value },
      acceptsCustomRoles: terms.acceptsCustomRoles,
      isForced: terms.isForced,
      acceptsOtherAuthority: terms.acceptsOtherAuthority,
      target,
      recipient: recipient ?? null,
    },
  );
  if (!issued.ok) return issued;
  context.events.tell({ kind: "vault" });
  const { fingerprint, notAfter } = issued.value;
  const path = target.kind === "file" ? target.path : null;
  // What was written stands, noted or not.
  if (path !== null) await notePlaintext(context.ports.notes, [path], "made");
  return success({ fingerprint, notAfter: notAfter.toISOString(), path });
}

/**
 * What the policy grants, once a person has agreed where it wants one to. No passphrase was asked for by then. Errors: those of
 * the policy and of `withConsent`.
 */
export function agreedRequest<R extends IssueRequest>(
  context: HostContext,
  document: VaultDocument,
  found: NamedContext,
  request: R,
): Promise<Result<R>> {
  const now = context.ports.vault.clock.now();
  const { reason, confirmation } = request;
  const said = { reason, names: [confirmation] };
  return withConsent(context, "issue", said, async (names) => {
    const wanted = names.length > 0 ? { ...request, isAgreed: true } : request;
    const granted = grantIssuing(document, found, wanted, now);
    return granted.ok ? success(wanted) : granted;
  });
}

/** What the policy decides about; the vault's authority counts as open, for its passphrase is asked for afterwards. */
function requestOf(
  { authorities }: HostContext,
  document: VaultDocument,
  { context }: NamedContext,
  request: RequestOf<"issuing.issue">,
): Result<IssueRequest> {
  const { target, roles, ttlSeconds, reason, confirmation } = request;
  const by = signerIn(authorities, document, context.config, request.authority);
  if (!by) return failure(gone());
  const to =
    target.kind !== "file"
      ? "context"
      : target.isAutomation
        ? "automation"
        : "file";
  return success({
    kind: "issue",
    to,
    roles,
    ttlSeconds,
    reason,
    confirmation,
    by,
  });
}

function signerIn(
  authorities: HostContext["authorities"],
  document: VaultDocument,
  { ca }: TalosContext,
  source: Source,
): IssuingSigner | null {
  switch (source.kind) {
    case "file": {
      const opened = authorities.get(source.token);
      return opened ? signerOf(opened) : null;
    }
    case "vault": {
      const authority = issuerOf(document, ca);
      return authority && { kind: "authority", authority };
    }
    case "node":
      return source;
  }
}

/** Who signs, with the key of a sealed authority. Errors: as `authorityFor`. */
export async function openSigner(
  context: HostContext,
  document: VaultDocument,
  base: TalosContext,
  source: Source,
): Promise<Result<IssuingSigner>> {
  if (source.kind === "node") return success(source);
  const authority = await authorityFor(context, document, base, source);
  return authority.ok ? success(signerOf(authority.value)) : authority;
}

function signerOf({ ca, keyText }: Authority): IssuingSigner {
  return { kind: "authority", authority: { crt: ca, key: keyText } };
}

/** The authority with its key. The passphrase of a sealed one is asked for outside the window. */
export async function authorityFor(
  { authorities, ports }: HostContext,
  document: VaultDocument,
  base: TalosContext,
  source: Exclude<Source, { kind: "node" }>,
): Promise<Result<Authority>> {
  if (source.kind === "file") {
    const opened = authorities.get(source.token);
    return opened ? success(opened) : failure(gone());
  }
  const now = ports.vault.clock.now();
  const first = await authorityOf(document, base, now, undefined);
  if (first.ok || first.error.code !== authoritySealed().code) return first;
  return threeTries(
    (refusal) => ports.person.askPassphrase("authority", refusal),
    (passphrase) => authorityOf(document, base, now, passphrase),
  );
}

/** Null when the person chose no file. */
async function targetOf(
  { ports }: HostContext,
  { target, context }: RequestOf<"issuing.issue">,
): Promise<IssueTarget | null> {
  if (target.kind === "renew") return { kind: "context", as: null };
  if (target.kind === "context") return { kind: "context", as: target.as };
  const name = `${context.replace(/[^\w.-]/g, "_")}.talosconfig`;
  const title = "Where to write the new credential";
  const chosen = await ports.person.chooseTarget(title, name, target.path);
  const purpose = target.isAutomation ? "automation" : "file";
  return chosen && { kind: "file", ...chosen, as: null, purpose };
}

function gone() {
  return vaultError(
    "credential-unusable",
    "There is no authority to issue with.",
    "Choose the cluster's secrets.yaml again, or keep it in the vault.",
  );
}
