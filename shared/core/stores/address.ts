// Places in secret stores of others; in sops/ the files of SOPS, read and written byte for byte as SOPS does it.
// Keep: Nothing of a file of SOPS is used whose MAC was not checked (docs/decisions/0074).
import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";

export type StoreAddress =
  /** A field of a secret of the KV engine of Vault or OpenBao. */
  | { readonly kind: "vault"; readonly path: string; readonly field: string }
  | { readonly kind: "sops"; readonly path: string };

const defaultField = "talosconfig";
/** Of an authority: the cluster's secrets bundle. */
export const authorityField = "secrets";

/** Null: it is no address, but a file's name. Errors: `usage`, for an address that names no place. */
export function readAddress(
  text: string,
  usualField = defaultField,
): Result<StoreAddress> | null {
  const [, scheme, rest = ""] = /^(vault|sops):(.*)$/s.exec(text) ?? [];
  if (scheme === undefined) return null;
  const isFile = scheme === "sops";
  const address = isFile ? fileOf(rest) : placeOf(rest, usualField);
  return address ? success(address) : wrong(text);
}

function fileOf(path: string): StoreAddress | null {
  return path === "" || path === "-" ? null : { kind: "sops", path };
}

function placeOf(text: string, usualField: string): StoreAddress | null {
  const [, path = "", field = usualField] =
    /^([^#]*)(?:#(.*))?$/s.exec(text) ?? [];
  const parts = path.split("/");
  const isPlace =
    parts.length > 1 &&
    parts.every((part) => /^[\w .@:+=,~-]+$/.test(part) && !/^\.+$/.test(part));
  return isPlace && /^[\w.-]+$/.test(field)
    ? { kind: "vault", path, field }
    : null;
}

export function addressText(address: StoreAddress): string {
  if (address.kind === "sops") return `sops:${address.path}`;
  const { path, field } = address;
  return `vault:${path}${field === defaultField ? "" : `#${field}`}`;
}

function wrong(text: string): Result<never> {
  return failure(
    vaultError(
      "usage",
      `"${text}" names no place in a store.`,
      "Write vault:MOUNT/PATH, vault:MOUNT/PATH#FIELD or sops:FILE.",
    ),
  );
}
