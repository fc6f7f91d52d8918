import type { Authority } from "../../authorities/authority.ts";
import { authorityIn } from "../../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "../../certificates/read-credential.ts";
import { rolesOf } from "../../certificates/summary.ts";
import { vaultError } from "../../errors.ts";
import type { ClassifiedFile } from "../../imports/classify-file.ts";
import { failure, success, type Result } from "../../result.ts";
import { isSignedBy } from "../../pki/verifying/signed-by.ts";
import { adminRole } from "../../roles/role.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { writeAuthorities } from "./join-authorities.ts";

/** A cluster's new CA, and what can make credentials under it. */
export type NewAuthority =
  /** The CA with its key. */
  | {
      readonly kind: "authority";
      readonly ca: string;
      readonly authority: Authority;
    }
  /** The talosconfig that `talosctl rotate-ca` wrote: an os:admin credential under the new CA. */
  | {
      readonly kind: "admin";
      readonly ca: string;
      readonly config: TalosContext;
    };

/**
 * Reads what a rotation left: its talosconfig, or the new CA with its key (secrets.yaml, a control plane's machine
 * config, PEM). Errors: those of reading an authority; `talosconfig-invalid` for a talosconfig without os:admin.
 */
export function readNewAuthority(
  classified: ClassifiedFile,
  now: Date,
): Result<NewAuthority> {
  if (classified.kind === "talosconfig")
    return adminOf(classified.parsed.config);
  const authority = authorityIn(classified, now);
  return authority.ok
    ? success({
        kind: "authority",
        ca: authority.value.ca,
        authority: authority.value,
      })
    : authority;
}

function adminOf({
  context,
  contexts,
}: {
  readonly context: string;
  readonly contexts: ReadonlyMap<string, TalosContext>;
}): Result<NewAuthority> {
  const [first] = contexts.values();
  const config = contexts.get(context) ?? first;
  const [certificate] = certificatesOf(decodeField(config?.crt));
  const roles = rolesOf(certificate?.organizations ?? []);
  // Of several CAs in the file the one counts that the credential is by: the others are nobody's word.
  const signer = certificatesOf(decodeAuthority(config?.ca)).find(
    ({ der }) => certificate && isSignedBy(certificate.der, [der]),
  );
  if (config?.key && signer && roles.includes(adminRole)) {
    const ca = writeAuthorities([signer]);
    return success({ kind: "admin", ca, config: { ...config, ca } });
  }
  return failure(
    vaultError(
      "talosconfig-invalid",
      "The talosconfig has no os:admin credential with the CA that signed it.",
      "Give the one that the rotation wrote, or the new secrets.yaml.",
    ),
  );
}
