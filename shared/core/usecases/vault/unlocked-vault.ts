import type { Warning } from "../../warning.ts";
import { success, type Result } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { Change, ChangedVault } from "./change.ts";
import { knownKeyPorts, nobody } from "./known-key.ts";
import { openVault, type OpenVault } from "./open.ts";
import {
  areSameFiles,
  filesOf,
  rereadVaultFiles,
} from "./opening/vault-files.ts";
import { keepHeadOf } from "./writing/seal-log-after-write.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * A vault that was opened once and stays open in this process, as long as this object lives: every read looks
 * whether the file is still the one that was read, and nobody is asked again.
 */
export interface UnlockedVault {
  /** Errors: those of opening; a vault whose key was replaced elsewhere is opened with the keychain's new one. */
  read(): Promise<Result<VaultDocument>>;
  change(change: Change): Promise<Result<ChangedVault>>;
  /** For the use cases that read the vault themselves. */
  readonly ports: VaultPorts;
  readonly openedWith: OpenVault["keys"]["openedWith"];
  readonly warnings: readonly Warning[];
  /** What a person must be told since it was opened, once. */
  takeNews(): readonly Warning[];
}

/** Opens it and says so in the audit log, whose last line the keychain learns. Errors: those of opening. */
export async function unlockVault(
  real: VaultPorts,
): Promise<Result<UnlockedVault>> {
  const opened = await openVault(real)();
  if (!opened.ok) return opened;
  const told = await tellOpened(real, opened.value);
  let ports = withKeyOf(real, opened.value);
  let known: OpenVault = opened.value;
  let news: readonly Warning[] = [];

  const reopen = async (): Promise<Result<VaultDocument>> => {
    const again = await openVault(ports)();
    if (again.ok) {
      known = again.value;
      news = [...news, ...known.warnings];
      return success(known.document);
    }
    // Another process replaced the key: the keychain may have the new one.
    const fresh = await openVault({ ...real, passphrase: nobody })();
    if (!fresh.ok) return again;
    known = fresh.value;
    ports = withKeyOf(real, known);
    return success(known.document);
  };
  const read = async (): Promise<Result<VaultDocument>> => {
    const files = await rereadVaultFiles(real);
    if (!files.ok) return files;
    return areSameFiles(files.value, filesOf(known))
      ? success(known.document)
      : reopen();
  };
  return success({
    read,
    change: async (change) => {
      const fresh = await read();
      if (!fresh.ok) return fresh;
      // Most who open a vault change nothing.
      const { changeVault } = await import("./change.ts");
      return changeVault(ports)(change);
    },
    get ports() {
      return ports;
    },
    openedWith: opened.value.keys.openedWith,
    warnings: [...opened.value.warnings, ...told],
    takeNews: () => {
      const taken = news;
      news = [];
      return taken;
    },
  });
}

/** A person is not kept from their vault by a full disk: what goes out of it is refused without a line. */
async function tellOpened(
  ports: VaultPorts,
  opened: OpenVault,
): Promise<readonly Warning[]> {
  const { openedWith } = opened.keys;
  await ports.ledger.record({ event: "unlock", detail: { openedWith } });
  return keepHeadOf(ports, opened);
}

function withKeyOf(
  real: VaultPorts,
  { identity, document, base, beside, keys, bytes }: OpenVault,
): VaultPorts {
  const floor = Math.max(document.generation, keys.token?.floor ?? 0);
  const ports = knownKeyPorts(
    real,
    {
      identity,
      floor,
      // What the keychain knows counts, until the next write.
      mark: keys.token ? keys.token.mark : (document.store?.mark ?? null),
    },
    keys.token ? real.keychain : null,
  );
  ports.lastOpened?.keep({ bytes, document: base, identity });
  ports.lastOpened?.keepBeside(base, { document, beside });
  return ports;
}
