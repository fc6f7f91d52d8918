/** Tells when the vault or the sessions on disk were changed, by whomever. */
export interface VaultWatch {
  start(onChange: (what: "vault" | "sessions") => void): () => void;
}
