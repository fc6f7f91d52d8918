/** A credential that is about to be lent, made or given away, for whoever asks a person about it. */
export interface Lending {
  /** Name of the context, or of the cluster. */
  readonly context: string;
  readonly production: boolean;
  /** Empty: they are not known, or it is about no credential. */
  readonly roles: readonly string[];
  /** Null: as long as the key itself, or it is about no credential. */
  readonly ttlSeconds: number | null;
}
