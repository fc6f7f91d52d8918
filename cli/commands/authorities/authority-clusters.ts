import { shellWord } from "../../../shared/core/text/shell-words.ts";
import {
  listAuthorities,
  whoseAuthority,
} from "../../../shared/core/usecases/authorities/list-authorities.ts";
import { clustersWithKey } from "../../../shared/core/usecases/authorities/clusters-with-key.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import type { Terminal } from "../../terminal.ts";

const fingerprintShown = 16;

/** An authority as people tell it from others: `3f9a1c…, of the cluster of lab`. */
export function authorityText(
  document: VaultDocument,
  fingerprint: string,
  now: Date,
): string {
  const found = listAuthorities(document, now).find(
    (one) => one.fingerprint === fingerprint,
  );
  const whose = whoseAuthority(found ?? { contexts: [], clusters: [] });
  return `${fingerprint.slice(0, fingerprintShown)}… of ${whose}`;
}

/** Whoever seals or removes an authority means its key: where else the vault has it is said. */
export function tellOfClusters(
  terminal: Terminal,
  document: VaultDocument,
  fingerprint: string,
  now: Date,
): void {
  for (const name of clustersWithKey(document, now).get(fingerprint) ?? [])
    terminal.say(
      `The secrets of the cluster ${name} have the same key, and are in the vault as they were. To take it out: talos-vault cluster export-secrets ${shellWord(name)} --to FILE, then talos-vault cluster remove ${shellWord(name)}.`,
    );
}
