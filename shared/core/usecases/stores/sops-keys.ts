import { didYouMean } from "../../closest.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { unagreed } from "../../policy/decision-text.ts";
import { sopsKeyLending } from "../../policy/consent.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { recipientOf } from "../../vault/sealed/age/age.ts";
import { readIdentities } from "../../vault/sealed/age/age-identities.ts";
import type { StoredSopsKey, VaultDocument } from "../../vault/document.ts";

type Keys = NonNullable<VaultDocument["sopsKeys"]>;

export interface NamedSopsKey extends StoredSopsKey {
  readonly name: string;
}

/** The only identity in a file as age-keygen writes it. Errors: `credential-unusable`. */
export async function identityIn(file: Uint8Array): Promise<Result<Secret>> {
  const { identities, brokenLines } = await readIdentities(file);
  const [identity, ...more] = identities;
  const isOne = more.length === 0 && brokenLines.length === 0;
  return identity && isOne
    ? success(identity)
    : failure(noIdentity(identities.length));
}

/** A key as it is kept. `consent`: as in `StoredSopsKey`. */
export async function sopsKeyOf(
  identity: Secret,
  addedAt: Date,
  consent?: StoredSopsKey["consent"],
): Promise<StoredSopsKey> {
  const recipient = await recipientOf(identity);
  return { recipient, identity, addedAt, ...(consent ? { consent } : {}) };
}

/** The verb would take these for its own words. */
const verbs: ReadonlySet<string> = new Set(["add", "import", "list", "remove", "help"]); // prettier-ignore

/**
 * Errors: `context-conflict` for a name or a key that is there already; `usage` for a name that is no word; `credential-unusable` for the
 * vault's own recovery key, which opens all of it.
 */
export function addSopsKey(
  document: VaultDocument,
  name: string,
  key: StoredSopsKey,
): Result<VaultDocument> {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name) || verbs.has(name))
    return failure(noName(name));
  if (key.recipient === document.recoveryRecipient)
    return failure(recoveryKeyGiven());
  const keys: Keys = document.sopsKeys ?? new Map();
  const same = [...keys].find(([, one]) => one.recipient === key.recipient);
  const [taken = keys.has(name) ? name : undefined] = same ?? [];
  if (taken !== undefined) return failure(thereAlready(taken));
  return success({ ...document, sopsKeys: new Map(keys).set(name, key) });
}

/** Errors: `context-missing`. */
export function removeSopsKey(
  { sopsKeys, ...document }: VaultDocument,
  name: string,
): Result<VaultDocument> {
  const keys = new Map(sopsKeys);
  if (!keys.delete(name)) return failure(noKeyCalled(name, keys.keys()));
  return success(keys.size > 0 ? { ...document, sopsKeys: keys } : document);
}

/** The key of that name, or the only one. Errors: `context-missing`; `usage` where it has to be named. */
export function findSopsKey(
  { sopsKeys = new Map() as Keys }: VaultDocument,
  wanted: string | undefined,
): Result<NamedSopsKey> {
  const [first, ...more] = sopsKeys.keys();
  if (wanted === undefined && more.length > 0)
    return failure(
      vaultError(
        "usage",
        `The vault has several keys for SOPS: ${[...sopsKeys.keys()].join(", ")}.`,
        "Name the one that is meant.",
      ),
    );
  const name = wanted ?? first ?? "";
  const key = sopsKeys.get(name);
  return key
    ? success({ ...key, name })
    : failure(noKeyCalled(name, sopsKeys.keys()));
}

/** Those that open a file for these recipients. */
export function sopsKeysFor(
  { sopsKeys = new Map() as Keys }: VaultDocument,
  recipients: readonly string[],
): readonly NamedSopsKey[] {
  return [...sopsKeys]
    .filter(([, { recipient }]) => recipients.includes(recipient))
    .map(([name, key]) => ({ ...key, name }));
}

/** What a person has to agree to before a key opens a file or leaves; null: nothing. */
export function sopsKeyRefusal(
  document: VaultDocument,
  name: string,
): VaultError | null {
  const lending = sopsKeyLending(document, name);
  return (
    lending && {
      ...unagreed(lending),
      message: `A person is asked before the key "${name}" opens files of SOPS.`,
    }
  );
}

function noIdentity(count: number): VaultError {
  return vaultError(
    "credential-unusable",
    count > 1
      ? "There are several age identities in it."
      : "There is no age identity in it, or not one that is whole.",
    "Give one identity, as age-keygen writes it.",
  );
}

function noName(name: string): VaultError {
  return vaultError(
    "usage",
    `"${name}" is no name for a key.`,
    "Take letters, digits, dots, dashes and underscores: the repository's name, say.",
  );
}

function recoveryKeyGiven(): VaultError {
  return vaultError(
    "credential-unusable",
    "That is the recovery key of this vault, which opens all of it: it is no key for files.",
    "Give the key of the repository, or make one for it.",
  );
}

function thereAlready(name: string): VaultError {
  return vaultError(
    "context-conflict",
    `The vault has that key already, or another one of its name: "${name}".`,
    "Use that one, or choose another name.",
  );
}

function noKeyCalled(name: string, names: Iterable<string>): VaultError {
  return name === ""
    ? vaultError(
        "context-missing",
        "The vault has no key for SOPS.",
        "Make one, or import the one that you have.",
      )
    : vaultError(
        "context-missing",
        `The vault has no key for SOPS that is called "${name}".`,
        `${didYouMean(name, names)}Look at those that it has.`,
      );
}
