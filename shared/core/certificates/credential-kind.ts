import type { TalosContext } from "../talosconfig/types.ts";

/** How a context proves who you are. */
export type CredentialKind = "certificate" | "siderov1" | "basic" | "none";

export function credentialKind({
  crt,
  key,
  auth,
}: TalosContext): CredentialKind {
  if (crt !== undefined || key !== undefined) return "certificate";
  if (auth?.siderov1) return "siderov1";
  return auth?.basic ? "basic" : "none";
}
