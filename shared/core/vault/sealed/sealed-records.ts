import * as v from "valibot";
import type { Secret } from "../../secret.ts";
import { decrypt, encryptTo, recipientOf } from "./age/age.ts";
import type { VaultDocument } from "../document.ts";

const schema = v.strictObject({
  /** Absent in backups of releases before the audit log. */
  audit: v.optional(v.string(), ""),
  ledger: v.string(),
  history: v.string(),
  settings: v.nullable(v.string()),
});

type Texts = Readonly<v.InferOutput<typeof schema>>;

/** `records.age` of a backup: what lies beside the vault in plain text, for the keys that open the vault. */
export async function sealRecords(
  texts: Texts,
  identity: Secret,
  { recoveryRecipient }: VaultDocument,
): Promise<Uint8Array> {
  const recipients = [await recipientOf(identity), recoveryRecipient];
  return encryptTo(recipients, JSON.stringify(texts));
}

/** Null when the file is not for this identity, or not one of ours. */
export async function openRecords(
  bytes: Uint8Array,
  identity: Secret,
): Promise<Texts | null> {
  const outcome = await decrypt(bytes, { kind: "identity", identity });
  if (outcome.kind !== "opened") return null;
  try {
    const text = new TextDecoder().decode(outcome.content);
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
