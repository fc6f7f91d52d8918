// Puts names and facts into a vault that no verb of today would put there, as an earlier version or another program may
// have done. Told by its first argument, as JSON; the vault opens by the keychain.
import { changeVault } from "../../shared/core/usecases/vault/change.ts";
import { failure, success } from "../../shared/core/result.ts";
import { vaultError } from "../../shared/core/errors.ts";
import { diskVaultFolder } from "../../shared/node/vault/disk-vault-folder.ts";
import { osKeychain } from "../../shared/node/vault/os-keychain.ts";
import { ledgerFile } from "../../shared/node/ledger/ledger-file.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";

export interface RenameInVaultInput {
  readonly home: string;
  /** From old to new. */
  readonly names: Readonly<Record<string, string>>;
  /** For every text that a context has beside its name. */
  readonly text: string;
}

const input = JSON.parse(process.argv[2] ?? "{}") as RenameInVaultInput;
const change = changeVault({
  folder: diskVaultFolder(input.home),
  keychain: osKeychain(undefined),
  passphrase: {
    ask: async () =>
      failure(vaultError("passphrase-missing", "There is none.", "")),
  },
  clock: systemClock,
  random: systemRandom,
  ledger: ledgerFile(input.home),
  onlooker: { tell: () => undefined, tighten: async () => [] },
  preferPassphrase: false,
});
const changed = await change((document) => {
  const contexts = [...document.contexts].map(([name, stored]) => {
    const { config, metadata } = stored;
    const { text } = input;
    const one = {
      config: { ...config, cluster: text, nodes: [text] },
      metadata: {
        ...metadata,
        note: text,
        labels: { [text]: text },
        unknown: { [text]: text },
      },
    };
    return [input.names[name] ?? name, one] as const;
  });
  return success({ ...document, contexts: new Map(contexts), current: "" });
});
process.stdout.write(changed.ok ? "done" : changed.error.message);
