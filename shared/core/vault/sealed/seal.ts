import { vaultError } from "../../errors.ts";
import { maxInputBytes } from "../../limits.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { decrypt, encryptTo, recipientOf } from "./age/age.ts";
import type { VaultDocument } from "../document.ts";
import type { Migrations } from "../migrate.ts";
import { readDocument } from "../read-document.ts";
import { damaged, foreign } from "../vault-file-errors.ts";
import { readVaultId } from "./vault-file-header.ts";
import { writeDocument } from "../write-document.ts";

/** The bytes of `vault.age` for a document. Errors: `vault-too-large`. */
export async function sealVault(
  document: VaultDocument,
  identity: Secret,
): Promise<Result<Uint8Array>> {
  const content = await writeDocument(document, identity);
  if (content.length > maxInputBytes) return failure(tooLarge());
  const recipients = [await recipientOf(identity), document.recoveryRecipient];
  return success(await encryptTo(recipients, content, document.vaultId));
}

/** Opens the bytes of `vault.age`. Errors: `vault-foreign`, `vault-damaged`, `vault-too-new`. */
export async function unsealVault(
  bytes: Uint8Array,
  identity: Secret,
  migrations?: Migrations,
): Promise<Result<VaultDocument>> {
  const outcome = await decrypt(bytes, { kind: "identity", identity });
  if (outcome.kind === "not-for-us") return failure(foreign());
  if (outcome.kind === "broken") return failure(damaged("it does not decrypt"));
  const document = await readDocument(outcome.content, identity, migrations);
  if (document.ok && document.value.vaultId !== readVaultId(bytes))
    return failure(damaged("its header names another vault"));
  return document;
}

function tooLarge() {
  return vaultError(
    "vault-too-large",
    `The vault would be larger than ${String(maxInputBytes / 1024 / 1024)} MiB.`,
    "Remove contexts that are not needed, or use a second vault (TALOS_VAULT_HOME).",
  );
}
