import {
  readAuthority,
  type Authority,
} from "../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeField,
} from "../certificates/read-credential.ts";
import { rolesOf } from "../certificates/summarize.ts";
import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { adminRole } from "../roles/role.ts";
import { parseTalosconfig } from "../talosconfig/parse.ts";
import type { TalosContext } from "../talosconfig/types.ts";

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
  bytes: Uint8Array,
  now: Date,
): Result<NewAuthority> {
  const parsed = parseTalosconfig(bytes);
  if (parsed.ok && parsed.value.config.contexts.size > 0)
    return adminOf(parsed.value.config);
  const authority = readAuthority(bytes, now);
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
  if (config?.ca !== undefined && config.key && roles.includes(adminRole))
    return success({ kind: "admin", ca: config.ca, config });
  return failure(
    vaultError(
      "talosconfig-invalid",
      "The talosconfig has no os:admin credential with its CA.",
      "Give the one that talosctl rotate-ca wrote, or the new secrets.yaml.",
    ),
  );
}
