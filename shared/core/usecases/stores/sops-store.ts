import { equalBytes } from "../../bytes.ts";
import { shortName } from "../../few-names.ts";
import { whyNoRecipient } from "../../handover/recipients.ts";
import { notArrived, vaultError, type VaultError } from "../../errors.ts";
import type { Files } from "../../ports/files.ts";
import type { SopsPorts } from "../../ports/store-access.ts";
import type { Readers, SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { resealSops, sealSops } from "../../stores/sops/seal-sops.ts";
import {
  formatOf,
  readSops,
  type SopsFile,
} from "../../stores/sops/sops-file.ts";
import { mapTexts, type SopsSeal } from "../../stores/sops/sops-values.ts";
import { leftToSops, readersOfNearestRules } from "./nearest-creation-rules.ts";
import { noKey, openReadSops } from "./open-sops-file.ts";

interface Own {
  readonly file: Uint8Array;
  readonly plain: Uint8Array;
  /** Null: the person's own sops opened it. */
  readonly seal: SopsSeal | null;
  /** Whether it would come back as it is said to be: with all its keys, and in clear what is to be. */
  readonly isForUs: boolean;
}

/**
 * A file of SOPS as a place that contexts come from and go to. A new one is encrypted to the recipients that are named, else to
 * those of the nearest .sops.yaml (null: nobody could name any); one that is there keeps its key, and who has it. `path` is absolute.
 */
export function sopsStore(
  ports: SopsPorts,
  path: string,
  given: readonly string[] | null = [],
): SecretStore {
  const { files, shared, keys, clock, program, namedForSops } = ports;
  const named = given ?? [];
  const rulesPorts = { ...ports, canBeNamed: given !== null };
  let own: Own | null = null;
  // Those that were said are those that get it, whatever the rules say by then.
  let readers: Readers | null = null;
  // What was sealed to see whether it can be, to be written as it is.
  let ready: { readonly bytes: Uint8Array; readonly text: string } | null = null; // prettier-ignore
  return {
    server: "",
    namespace: "",
    most: Infinity,
    mayMiss: () => null,
    read: async () => {
      const read = await files.read(path);
      if (!read.ok)
        return read.error.code === "file-missing"
          ? success({ bytes: null, version: "" })
          : read;
      const opened = await openOwn({ keys, program }, path, read.value, named);
      if (!opened.ok) return opened;
      own = opened.value;
      return success({ bytes: own.plain, version: "" });
    },
    readyToWrite: async (bytes) => {
      const target = await files.judgeTarget(path, own !== null);
      if (!target.ok) return target;
      if (own)
        return own.isForUs && own.seal
          ? success(readersOf(own.seal))
          : failure(leftToSops(path));
      if (formatOf(path) === null) return failure(otherForm(path));
      const found = await readersOfNew(rulesPorts, path, named);
      if (!found.ok) return found;
      const { recipients } = found.value;
      const sealed = await sealedTo(path, bytes, recipients, clock.now());
      if (!sealed.ok) return sealed;
      readers = found.value;
      ready = { bytes, text: sealed.value };
      return success(besideNamed(found.value, namedForSops));
    },
    write: async (bytes) => {
      const now = clock.now();
      const sealed = own?.seal
        ? success(resealSops(bytes, own.seal, now).text)
        : ready?.bytes === bytes
          ? success(ready.text)
          : await sealedTo(path, bytes, readers?.recipients ?? [], now);
      if (!sealed.ok) return failure(notArrived(sealed.error));
      const text = new TextEncoder().encode(sealed.value);
      const written = own
        ? await shared.replaceKnown(path, own.file, text)
        : appeared(path, await files.writePrivate(path, text, false));
      return judged(written, files, path, text);
    },
  };
}

async function readersOfNew(
  ports: Parameters<typeof readersOfNearestRules>[0],
  path: string,
  named: readonly string[],
): Promise<Result<Readers>> {
  return named.length > 0
    ? success({ recipients: named, rules: null, isKept: false })
    : readersOfNearestRules(ports, path);
}

async function openOwn(
  { keys, program }: Pick<SopsPorts, "keys" | "program">,
  path: string,
  file: Uint8Array,
  named: readonly string[],
): Promise<Result<Own>> {
  const reading = readSops(file);
  if (reading.kind === "none") return failure(notSops(path));
  if (reading.kind === "beyond") return failure(notOpened(path));
  const { otherKeys, isSelective } = reading.file;
  const opened = await openReadSops(keys, path, reading.file);
  if (!opened.ok) return opened;
  if (opened.value.kind === "beyond") return failure(notOpened(path));
  if (opened.value.kind === "no-key") {
    if (otherKeys.length === 0) return failure(noKey(path));
    if (isSelective || hasClear(reading.file)) return failure(notOpened(path));
    const theirs = await program.decrypt(path, file, reading.file);
    return theirs.ok
      ? success({ file, plain: theirs.value, seal: null, isForUs: false })
      : theirs;
  }
  const { seal, bytes: plain } = opened.value;
  const has = new Set(seal.keys.map(({ recipient }) => recipient));
  const more = named.filter((one) => !has.has(one));
  if (more.length > 0) return failure(notForNew(path, more));
  return success({
    file,
    plain,
    seal,
    isForUs: otherKeys.length === 0 && !isSelective,
  });
}

/** SOPS' own MAC does not bind what stands in clear to its place (docs/decisions/0074). */
function hasClear({ tree }: SopsFile): boolean {
  let isFound = false;
  mapTexts(tree, (text) => {
    isFound ||= text !== "" && !text.startsWith("ENC[");
    return text;
  });
  return isFound;
}

/** Rules that the environment would overrule for SOPS itself: what was named for this push is meant. */
function besideNamed(
  readers: Readers,
  namedForSops: readonly string[] = [],
): Readers {
  const recipients = new Set(readers.recipients);
  const isSame =
    new Set(namedForSops).size === recipients.size &&
    namedForSops.every((one) => recipients.has(one));
  return readers.rules === null || namedForSops.length === 0 || isSame
    ? readers
    : { ...readers, passedOver: namedForSops };
}

function readersOf({ keys }: SopsSeal): Readers {
  const recipients = keys.map(({ recipient }) => recipient);
  return { recipients, rules: null, isKept: true };
}

/** What was written where nothing was, when something is there after all. */
function appeared(path: string, written: Result<void>): Result<void> {
  return written.ok || written.error.code !== "file-exists"
    ? written
    : failure(
        vaultError(
          "store-diverged",
          `${path} was made by somebody else meanwhile; it stays as it is.`,
          "Import it first, or choose another name.",
        ),
      );
}

/** Says of an error of writing whether it is surely not there: where only what follows failed, as making it durable, it is. */
async function judged(
  written: Result<void>,
  files: Pick<Files, "read">,
  path: string,
  text: Uint8Array,
): Promise<Result<string>> {
  if (written.ok) return success("");
  const there = await files.read(path);
  const isOther = there.ok
    ? !equalBytes(there.value, text)
    : there.error.code === "file-missing";
  return isOther ? failure(notArrived(written.error)) : written;
}

async function sealedTo(
  path: string,
  bytes: Uint8Array,
  recipients: readonly string[],
  now: Date,
): Promise<Result<string>> {
  const format = formatOf(path) ?? "binary";
  try {
    return success((await sealSops(bytes, recipients, now, format)).text);
  } catch {
    return failure(noRecipient(recipients));
  }
}

/** Which of them is none, and why. */
function noRecipient(recipients: readonly string[]): VaultError {
  const wrong = recipients.flatMap((one) => {
    const why = whyNoRecipient(one);
    return why === null ? [] : [`"${shortName(one)}": ${why}`];
  });
  return vaultError(
    "usage",
    wrong.length > 0
      ? `It cannot be encrypted to ${wrong.join(" ")}`
      : `Not all of these are recipients of age or SSH: ${recipients.join(", ")}.`,
    "Name the public half of each key, whole: age1…, ssh-ed25519 … or ssh-rsa …; nothing was written.",
  );
}

function notOpened(path: string): VaultError {
  return vaultError(
    "unsupported",
    `${path} is of a kind of SOPS that is not opened here: with values in clear, or with more than texts.`,
    "Let SOPS open it (sops -d), and import what it gives.",
  );
}

function otherForm(path: string): VaultError {
  return vaultError(
    "unsupported",
    `SOPS would look for other contents in ${path}, by its name.`,
    "Let its name end in .yaml.",
  );
}

function notSops(path: string): VaultError {
  return vaultError(
    "file-exists",
    `${path} is no file of SOPS.`,
    "To read it as it is, leave out sops: before its name. To put something there, choose another name, or let SOPS encrypt it first.",
  );
}

function notForNew(path: string, recipients: readonly string[]): VaultError {
  return vaultError(
    "usage",
    `${path} is there already, and a push gives its key to nobody new: ${recipients.join(", ")}. Nothing was written.`,
    "Add them to .sops.yaml and run sops updatekeys, then push without naming them.",
  );
}
