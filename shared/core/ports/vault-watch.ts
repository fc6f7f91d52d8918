/** Tells when the vault, the sessions or what is known of endpoints was changed on disk, by whomever. */
export interface VaultWatch {
  start(
    onChange: (what: "vault" | "sessions" | "health" | "audit") => void,
  ): () => void;
}
