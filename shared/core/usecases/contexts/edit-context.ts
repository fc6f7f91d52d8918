import { vaultError, withActions } from "../../errors.ts";
import { areRulesLooser } from "../../gateway/guard/looser-guard.ts";
import { failure, success, type Result } from "../../result.ts";
import { isKnownRole, meantRole } from "../../roles/role.ts";
import { asksLess, consentRuleOf } from "../../policy/consent.ts";
import { lessAskedError } from "../../policy/loosened-rules.ts";
import { lives } from "../../policy/credential-lifetimes.ts";
import {
  judgeEndpoint,
  judgeNode,
  judgeProxyUrl,
} from "../../talosconfig/endpoints.ts";
import { restorePassword } from "../../talosconfig/proxy-password.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type {
  ContextGuard,
  ContextMetadata,
  SessionDefaults,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import type { ContextEdit, GuardEdit } from "../../vault/context-edit.ts";
import { findContext } from "./resolve-context-name.ts";

/** Changes where a context is and how it is shown. Its credential is never touched. */
export function editContext(
  document: VaultDocument,
  wanted: string,
  edit: ContextEdit,
): Result<VaultDocument> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const problem = judge(edit);
  if (problem) return problem;
  const { name, context } = found.value;
  const withKey = withLogin(edit, context.config);
  if (!withKey.ok) return withKey;
  const edited: StoredContext = {
    config: editConfig(context.config, withKey.value),
    metadata: editMetadata(context.metadata, edit),
  };
  const loosened = areRulesLooser(
    context.metadata.guard,
    edited.metadata.guard,
  );
  if (!loosened.ok) return loosened;
  const [before, after] = [
    consentRuleOf(document, context),
    consentRuleOf(document, edited),
  ];
  const isLess = asksLess(before, after) || loosened.value;
  if (isLess && !edit.isAgreed) {
    const { production } = context.metadata;
    const lending = { context: name, production, roles: [], ttlSeconds: null };
    return failure(lessAskedError(lending));
  }
  return success({
    ...document,
    contexts: new Map(document.contexts).set(name, edited),
  });
}

function judge(edit: ContextEdit): Result<never> | null {
  const judged = [
    ...(edit.endpoints ?? []).map(
      (text) => ["endpoint", text, judgeEndpoint(text)] as const,
    ),
    ...(edit.nodes ?? []).map(
      (text) => ["node", text, judgeNode(text)] as const,
    ),
    ...(edit.proxyUrl
      ? [["proxy-url", "", judgeProxyUrl(edit.proxyUrl)] as const]
      : []),
  ];
  for (const [what, text, judgement] of judged)
    if (judgement.kind === "broken")
      return failure(
        vaultError(
          "context-invalid",
          `${text === "" ? what : `${what} "${text}"`}: ${judgement.reason}`,
          judgement.next,
        ),
      );
  if (
    (edit.sessionTtlSeconds ?? 0) > lives.longestMadeForSession &&
    !edit.isForced
  )
    return failure(tooLong());
  const unknown = edit.sessionRoles?.find((role) => !isKnownRole(role));
  if (unknown === undefined) return null;
  return failure(
    withActions(
      vaultError(
        "context-invalid",
        `No rule of Talos uses ${unknown}.`,
        `${meantRole(unknown)}Look at the roles that Talos knows.`,
      ),
      ["roles"],
    ),
  );
}

/** An address of a proxy is shown without its login; one that is given back so means the stored login. */
function withLogin(
  edit: ContextEdit,
  { proxyUrl: stored = "" }: TalosContext,
): Result<ContextEdit> {
  if (edit.proxyUrl === undefined) return success(edit);
  const proxyUrl = restorePassword(edit.proxyUrl, stored);
  return proxyUrl === null
    ? failure(otherProxy())
    : success({ ...edit, proxyUrl });
}

function otherProxy() {
  return vaultError(
    "context-invalid",
    "The user and password that are stored belong to another proxy: they are sent nowhere else.",
    "Type the user and password of the new proxy, or an address without the part up to the @.",
  );
}

function tooLong() {
  return withActions(
    vaultError(
      "context-invalid",
      "A credential made for a session lasts at most 12 hours.",
      "Choose a shorter life, or insist.",
    ),
    ["force"],
  );
}

function editConfig(config: TalosContext, edit: ContextEdit): TalosContext {
  const { cluster, proxyUrl, ...rest } = config;
  const newCluster = edit.cluster ?? cluster;
  const newProxyUrl = edit.proxyUrl ?? proxyUrl;
  return {
    ...rest,
    endpoints: edit.endpoints ?? config.endpoints,
    nodes: edit.nodes ?? config.nodes,
    ...(newCluster ? { cluster: newCluster } : {}),
    ...(newProxyUrl ? { proxyUrl: newProxyUrl } : {}),
  };
}

/** An empty list, and null, say nothing. */
function editGuard(
  guard: ContextGuard | undefined,
  edit: GuardEdit | undefined,
): Pick<ContextMetadata, "guard"> {
  if (edit === undefined) return guard ? { guard } : {};
  const all = { ...guard, ...edit };
  const listed = (["allow", "hold", "deny"] as const).flatMap((name) => {
    const entries = [...new Set(all[name])];
    return entries.length > 0 ? [[name, entries] as const] : [];
  });
  const next: ContextGuard = {
    ...Object.fromEntries(listed),
    ...(typeof all.maxNodes === "number" ? { maxNodes: all.maxNodes } : {}),
    ...(all.hours ? { hours: all.hours } : {}),
  };
  return Object.keys(next).length > 0 ? { guard: next } : {};
}

function editMetadata(
  metadata: ContextMetadata,
  edit: ContextEdit,
): ContextMetadata {
  const { color, note, favorite, session, consent, guard, ...rest } = metadata;
  const newColor = edit.color === undefined ? color : edit.color;
  const newNote = edit.note ?? note;
  const newConsent = edit.consent === undefined ? consent : edit.consent;
  return {
    ...rest,
    labels: editLabels(metadata.labels, edit.labels ?? {}),
    production: edit.production ?? metadata.production,
    ...((edit.favorite ?? favorite) ? { favorite: true as const } : {}),
    ...(newColor ? { color: newColor } : {}),
    ...(newNote ? { note: newNote } : {}),
    ...(newConsent ? { consent: newConsent } : {}),
    ...editGuard(guard, edit.guard),
    ...editSession(session ?? {}, edit),
  };
}

function editSession(
  { roles, ttlSeconds }: SessionDefaults,
  edit: ContextEdit,
): Pick<ContextMetadata, "session"> {
  const newRoles = edit.sessionRoles === undefined ? roles : edit.sessionRoles;
  const newTtl =
    edit.sessionTtlSeconds === undefined ? ttlSeconds : edit.sessionTtlSeconds;
  if (!newRoles?.length && !newTtl) return {};
  return {
    session: {
      ...(newRoles?.length ? { roles: [...new Set(newRoles)] } : {}),
      ...(newTtl ? { ttlSeconds: newTtl } : {}),
    },
  };
}

function editLabels(
  labels: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const edited = new Map(Object.entries(labels));
  for (const [key, value] of Object.entries(edits))
    if (value === null) edited.delete(key);
    else edited.set(key, value);
  return Object.fromEntries(
    [...edited].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
