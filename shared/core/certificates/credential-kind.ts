/** How a context proves who you are. */
export type CredentialKind = "certificate" | "siderov1" | "basic" | "none";

/** Whether the fields are there decides; a context as it is stored in JSON will do. */
export function credentialKind({ crt, key, auth }: Credential): CredentialKind {
  if (crt !== undefined || key !== undefined) return "certificate";
  if (auth?.siderov1) return "siderov1";
  return auth?.basic ? "basic" : "none";
}

/** Of a `TalosContext`. */
interface Credential {
  readonly crt?: unknown;
  readonly key?: unknown;
  readonly auth?: { readonly basic?: unknown; readonly siderov1?: unknown };
}
