import { momentText } from "../../moment-text.ts";
import {
  certificatesOf,
  decodeAuthority,
} from "../../certificates/read-credential.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { isKnownRole } from "../../roles/role.ts";
import { isSameAuthority } from "../../pki/verifying/signed-by.ts";
import { lives } from "../../policy/credential-lifetimes.ts";
import { maxCertificateSeconds } from "../../sessions/duration.ts";
import { replaceUnseen } from "../../text/printable.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { unknownRoles } from "./unknown-roles.ts";

/** What is to be issued, without the key that would sign it. */
export interface IssueTerms {
  readonly authority: {
    /** DER of the CA. */
    readonly certificate: Uint8Array;
    readonly notAfter: Date;
  };
  /** Where the context is: its addresses are taken over, its credential is not. */
  readonly base: TalosContext;
  readonly roles: readonly string[];
  readonly ttlSeconds: number;
  /** Roles that Talos has no rule for were meant. */
  readonly acceptsCustomRoles: boolean;
  /** No role, more than a year and an end after the CA's were meant. */
  readonly isForced: boolean;
  /** Another CA than the context's was meant, as after a rotation; absent: it was not. */
  readonly acceptsOtherAuthority?: boolean | undefined;
}

const longestRole = 64;

/** Why it is refused; null when it may be issued. */
export function refuseIssue(terms: IssueTerms, now: Date): VaultError | null {
  const { base, authority, isForced, acceptsOtherAuthority = false } = terms;
  const refusal = refuseTerms(terms);
  if (refusal) return refusal;
  const isOther = base.ca !== undefined && !trusts(base, authority.certificate);
  if (isOther && !acceptsOtherAuthority) return otherAuthority();
  const end = new Date(now.getTime() + terms.ttlSeconds * 1000);
  const outlivesIt = end > authority.notAfter && !isForced;
  return outlivesIt ? outlives(authority.notAfter) : null;
}

/** What may not be asked for, whoever signs it. */
export function refuseTerms({
  roles,
  ttlSeconds,
  acceptsCustomRoles,
  isForced,
}: Pick<
  IssueTerms,
  "roles" | "ttlSeconds" | "acceptsCustomRoles" | "isForced"
>): VaultError | null {
  // Nobody means it, insisting or not: it would be dead at once, or end on a day that is none.
  if (!(ttlSeconds >= 1 && ttlSeconds <= maxCertificateSeconds))
    return lifeless();
  const misspelled = judgeSpelling(roles);
  if (misspelled) return misspelled;
  const custom = roles.filter((role) => !isKnownRole(role));
  if (custom.length > 0 && !acceptsCustomRoles) return unknownRoles(custom);
  if (isForced) return null;
  if (roles.length === 0) return roleless();
  return ttlSeconds > lives.longestUnforced ? tooLong() : null;
}

/** Is the authority among the CAs that a context trusts, or made again from the key of one of them? */
export function trusts({ ca }: TalosContext, authority: Uint8Array): boolean {
  return certificatesOf(decodeAuthority(ca)).some(({ der }) =>
    isSameAuthority(der, authority),
  );
}

/** What Talos reads as something else, X.509 does not take, or a terminal would obey. */
function judgeSpelling(roles: readonly string[]): VaultError | null {
  if (roles.some((role) => replaceUnseen(role, () => "") !== role))
    return unprintableRole();
  const odd = roles.find(
    (role) => role.trim() !== role || role === "" || role.length > longestRole,
  );
  return odd === undefined ? null : noRole(odd);
}

function noRole(text: string) {
  return withActions(
    vaultError(
      "context-invalid",
      `"${text}" is no role: Talos trims blanks and skips empty ones, and X.509 allows ${String(longestRole)} characters.`,
      "Look at the roles that Talos knows.",
    ),
    ["roles"],
  );
}

function unprintableRole() {
  return vaultError(
    "context-invalid",
    "A role has a control character in it, or another one that is not seen.",
    "Talos compares names exactly: type it again without.",
  );
}

function lifeless() {
  return vaultError(
    "context-invalid",
    "A credential lasts for a second at least, and for a hundred years at most.",
    "Choose another life.",
  );
}

function tooLong() {
  return withActions(
    vaultError(
      "context-invalid",
      "A credential that cannot be revoked should not last more than a year.",
      "Choose a shorter life, or insist.",
    ),
    ["force"],
  );
}

function otherAuthority() {
  return withActions(
    vaultError(
      "context-invalid",
      "The authority is not the CA that the context trusts.",
      "Give the authority of that cluster; after a rotation of its CA say that another one is meant.",
    ),
    ["other-authority"],
  );
}

function roleless() {
  return withActions(
    vaultError(
      "context-invalid",
      "A credential needs a role: every call would be refused.",
      "Name one, such as os:reader; or insist.",
    ),
    ["force"],
  );
}

function outlives(end: Date) {
  return withActions(
    vaultError(
      "context-invalid",
      `The certificate would outlive its CA, which ends on ${momentText(end)}.`,
      "Choose a shorter life, or insist.",
    ),
    ["force"],
  );
}
