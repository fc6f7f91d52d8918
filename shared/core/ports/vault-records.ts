import type { Result } from "../result.ts";

/** The texts that belong to a vault and lie beside it: what was issued, which sessions there were, what a person chose. */
export interface RecordTexts {
  /** Lines of the audit log that tell of credentials and of sessions that are over; of very many the newest. */
  readonly audit: string;
  /** Of releases before it. */
  readonly ledger: string;
  readonly history: string;
  /** Null: nothing was chosen. */
  readonly settings: string | null;
}

/** Reads them for a backup, and puts those of a backup beside the ones that are here. */
export interface VaultRecords {
  read(): Promise<Result<RecordTexts>>;
  /** What they tell and the log here does not is recorded in it, at its time; settings are taken where there are none. */
  merge(texts: RecordTexts): Promise<Result<void>>;
}
