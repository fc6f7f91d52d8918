import { vaultError } from "../errors.ts";

export function authoritySealed() {
  return vaultError(
    "authority-sealed",
    "The authority of the cluster is sealed with a passphrase of its own.",
    "Give it when asked, or with --authority-passphrase-fd N; a session can do with the context's own key: --stored.",
  );
}
