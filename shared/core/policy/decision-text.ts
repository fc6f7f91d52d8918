import {
  assertNever,
  vaultError,
  withActions,
  type VaultError,
} from "../errors.ts";
import { momentText } from "../moment-text.ts";
import type { Lending } from "../lending-to-ask-about.ts";
import type { Action } from "../problem.ts";
import { adminRole, impersonatorRole, meantRole } from "../roles/role.ts";
import { hour } from "../sessions/duration.ts";
import type {
  Refusal,
  Refused,
  StoredReason,
  Unconfirmed,
} from "./decision.ts";
import type { Unagreed } from "./consent.ts";
import type { Danger } from "./confirmation.ts";
import { lives } from "./credential-lifetimes.ts";

/** Why a request is not granted, and what helps, for a person. `name`: the context's, or the cluster's. */
export function decisionError(
  name: string,
  decision: Unconfirmed | Unagreed | Refused,
): VaultError {
  switch (decision.outcome) {
    case "unconfirmed":
      return unconfirmed(name, decision);
    case "unagreed":
      return unagreed(decision.lending);
    case "refused":
      return refusal(name, decision.because);
  }
}

/** The error of what a person has to agree to; a shell asks one, and tries again. */
export function unagreed(lending: Lending): VaultError {
  const { context, roles, production } = lending;
  const may = roles.length === 0 ? "what nobody can read" : roles.join(", ");
  const marked = production ? ", which is marked production," : "";
  const error = vaultError(
    "consent-needed",
    `A person is asked before "${context}"${marked} gives out a credential that may do ${may}.`,
    "Somebody at this machine has to agree when it is asked: in the window, in a dialog of the desktop, or on another terminal.",
  );
  return { ...cured(context, error, []), lending };
}

function unconfirmed(name: string, decision: Unconfirmed): VaultError {
  const { danger, roles, questions } = decision;
  const wanted = [
    ...(questions.includes("reason") ? ["give a reason"] : []),
    ...(questions.includes("name") ? [`type the name "${name}"`] : []),
  ].join(" and ");
  return cured(
    name,
    vaultError(
      "unconfirmed",
      `${dangerText(name, danger, roles)} That has to be confirmed.`,
      `To go on, ${wanted}; the reason is kept.`,
    ),
    ["confirm"],
  );
}

function dangerText(
  name: string,
  danger: Danger | "consent",
  roles: readonly string[],
): string {
  switch (danger) {
    case "root-on-production": {
      const role = roles.includes(adminRole) ? adminRole : impersonatorRole;
      return `"${name}" is marked production, and the credential has ${role}: it may do everything.`;
    }
    case "unknown-on-production":
      return `"${name}" is marked production, and nothing here says what the credential may do: it may be everything.`;
    case "impersonator":
      return `The credential has ${impersonatorRole}: it can act with any role, ${adminRole} included.`;
    case "consent":
      return `"${name}" has a person asked before it lends a credential with ${roles.join(", ")}.`;
    default:
      return assertNever(danger);
  }
}

// A table of sentences: longer than a function may be, and simpler than any other form.
// oxlint-disable-next-line complexity, max-lines-per-function
function refusal(name: string, because: Refusal): VaultError {
  switch (because.kind) {
    case "no-role":
      return vaultError(
        "usage",
        "A session needs a role: without one every call would be refused.",
        "Name one, such as os:reader; or name none, and it is os:reader.",
      );
    case "too-long":
      return cured(
        name,
        vaultError(
          "context-invalid",
          `A credential made for a session lasts at most ${String(lives.longestMadeForSession / hour)} hours.`,
          "Choose a shorter time, or insist.",
        ),
        ["force"],
      );
    case "unknown-roles":
      return cured(
        name,
        vaultError(
          "context-invalid",
          `No rule of Talos uses ${because.roles.join(", ")}.`,
          `${meantRole(because.roles[0] ?? "")}Look at the roles that Talos knows; or insist, if that is meant.`,
        ),
        ["roles", "force"],
      );
    case "authority-sealed":
      return cured(
        name,
        vaultError(
          "authority-sealed",
          `The authority of the cluster of "${name}" is sealed with a passphrase of its own.`,
          "Give it when you are asked; or use the context's own key.",
        ),
        ["authority-passphrase", "own-key"],
      );
    case "cannot-be-made": {
      const roles = because.roles.join(", ");
      const held = because.isHeld
        ? `The context's own key has just ${roles}, and lasts longer than the session.`
        : "The context's own key has other roles.";
      return cured(
        name,
        unusable(
          `A session with ${roles} cannot be made for "${name}": ${nothingMakes}.`,
          `Keep the cluster's authority in the vault, or import an os:admin context of the cluster. ${held}`,
        ),
        ["keep-authority", "own-key"],
      );
    }
    case "stored-may-everything":
      return cured(
        name,
        because.lender === null
          ? unusable(
              `No credential with less than everything can be made for "${name}": ${nothingMakes}. Its own key may do everything, so a session gets it only when you say so.`,
              "Keep the cluster's authority in the vault, or give the context an endpoint of its control plane.",
            )
          : unusable(
              `"${name}" cannot have a credential made by itself, and ${notBorrowed}. Its own key may do everything, so a session gets it only when you say so.`,
              `Name the roles that the session needs: then "${because.lender}" has a node make it. Or keep the cluster's authority in the vault.`,
            ),
        ["keep-authority", "endpoints", "own-key"],
      );
    case "stored-unreadable":
      return cured(
        name,
        unusable(
          `The certificate of "${name}" cannot be read, so nothing says what its key may do.`,
          "See what is wrong with it, or take it all the same.",
        ),
        ["show", "own-key"],
      );
    case "half-a-pair":
      return cured(
        name,
        unusable(
          because.missing === "key"
            ? `"${name}" has a certificate without a key: nobody can log in with it.`
            : `"${name}" has a key without a certificate: nobody can log in with it.`,
          "Import the talosconfig again from where it was made, or make a new one.",
        ),
        ["issue"],
      );
    case "ended":
      return cured(
        name,
        unusable(
          `The certificate of "${name}" ended on ${momentText(because.notAfter)}.`,
          "Make a new one.",
        ),
        ["renew", "issue"],
      );
    case "more-rights":
      return unusable(
        `The key of "${name}" has ${because.roles.join(", ") || "rights that are not known here"}, which the running session does not have.`,
        "Start another session for it.",
      );
    case "nobody-to-confirm":
      return vaultError(
        "unconfirmed",
        `${dangerText(name, because.danger, [adminRole])} A running session does not get that by itself.`,
        "Start another session for it, where you are asked for a reason and the name.",
      );
    case "no-asker":
      return cured(
        name,
        unusable(
          `"${because.asker}" cannot have a node make a credential for "${name}": it is no os:admin context of the same cluster that is still valid and has an endpoint.`,
          "Name one that is, or use the cluster's secrets.yaml.",
        ),
        ["list", "authority-file"],
      );
    case "no-issuer":
      return noIssuer(name, because.mute);
    case "no-certificate":
      return unusable(
        `"${name}" has no client certificate, so there is nothing to renew.`,
        "Make one under the cluster's authority.",
      );
    case "agent-unasked":
      return vaultError(
        "usage",
        `"${name}" has a person asked before it lends a credential with ${because.roles.join(", ") || "rights that nobody can read"}, and so what an agent changes with it is asked about too.`,
        "Have its writes asked about, or give it os:reader.",
      );
    default:
      return assertNever(because);
  }
}

function noIssuer(name: string, mute: string | null): VaultError {
  return mute === null
    ? cured(
        name,
        unusable(
          `Nothing in the vault can make a credential for "${name}": it has no authority of its cluster, and no os:admin context of it that is still valid.`,
          "Take the cluster's secrets.",
        ),
        ["issue"],
      )
    : cured(
        mute,
        unusable(
          `Nothing in the vault can make a credential for "${name}": it has no authority of its cluster, and "${mute}", which could ask a node, has no endpoint.`,
          `Give "${mute}" an endpoint, or take the cluster's secrets.`,
        ),
        ["endpoints"],
      );
}

const nothingMakes =
  "the vault has no authority of its cluster, and no valid os:admin credential with an endpoint that could ask a node";

const notBorrowed =
  "another context of its cluster that could is borrowed for roles that are named alone";

/** Why a session that nobody said `--stored` for has the stored key, as the end of a sentence; null: nothing to say. */
export function storedReasonText(because: StoredReason): string | null {
  switch (because) {
    case "nothing-makes-less":
      return nothingMakes;
    case "admin-not-borrowed":
      return `it cannot have one made by itself, and ${notBorrowed}`;
    case "authority-sealed":
      return "the cluster's authority is sealed, and its passphrase is asked for when a role is named";
    case "only-login":
    case "asked-for":
    case "session-has-it":
      return null;
    default:
      return assertNever(because);
  }
}

function unusable(message: string, next: string): VaultError {
  return vaultError("credential-unusable", message, next);
}

function cured(
  context: string,
  error: VaultError,
  actions: readonly Action[],
): VaultError {
  return withActions(error, actions, context);
}
