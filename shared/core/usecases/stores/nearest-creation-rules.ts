import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type { SopsPorts } from "../../ports/store-access.ts";
import type { Readers } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { creationRule } from "../../stores/sops/creation-rules.ts";

/**
 * Who a new file of SOPS is encrypted to: what the .sops.yaml says that stands nearest above it; whoever wrote that says who reads
 * the key. SOPS itself looks upwards from the working directory: one file would have other readers by where somebody stands.
 * `path` is absolute. Errors: `usage` where nothing is said, `unsupported` for what is SOPS' own to write, those of `readRules`.
 */
export async function readersOfNearestRules(
  {
    files,
    readRules,
    namedForSops = [],
    canBeNamed = true,
  }: Pick<SopsPorts, "files" | "readRules" | "namedForSops"> & {
    /** Whoever asks could name recipients. */
    readonly canBeNamed?: boolean;
  },
  path: string,
): Promise<Result<Readers>> {
  const parts = path.split("/");
  for (let depth = parts.length - 1; depth > 0; depth--) {
    const folder = parts.slice(0, depth).join("/");
    const rules = `${folder}/.sops.yaml`;
    if (!(await files.exists(rules))) continue;
    const read = await readRules(rules);
    if (!read.ok) return read;
    const text = new TextDecoder().decode(read.value);
    const rule = creationRule(text, parts.slice(depth).join("/"));
    const { kind } = rule;
    if (kind === "age")
      return success({ recipients: rule.recipients, rules, isKept: false });
    return failure(
      kind === "none"
        ? noRecipients(path, namedForSops, canBeNamed)
        : leftToSops(path),
    );
  }
  return failure(noRecipients(path, namedForSops, canBeNamed));
}

function noRecipients(
  path: string,
  namedForSops: readonly string[],
  canBeNamed: boolean,
): VaultError {
  const message =
    namedForSops.length === 0
      ? `Nothing says to whom ${path} is to be encrypted.`
      : `No .sops.yaml says to whom ${path} is to be encrypted. SOPS_AGE_RECIPIENTS names ${namedForSops.join(", ")}, which sops itself would take; a key is given to nobody here by a variable alone.`;
  return canBeNamed
    ? withActions(
        vaultError(
          "usage",
          message,
          "Name recipients (age1…, or the line of a public key: ssh-ed25519 …, ssh-rsa …), or give .sops.yaml a rule for it.",
        ),
        ["to-recipients"],
      )
    : vaultError(
        "usage",
        message,
        "Give a .sops.yaml in its folder, or above it, a rule for it.",
      );
}

/** Keys, or parts in clear, that only SOPS itself writes. */
export function leftToSops(path: string): VaultError {
  return vaultError(
    "unsupported",
    `${path} has keys or choices of SOPS that are not for us to write: other recipients than of age and SSH, or parts in clear.`,
    "Let SOPS itself encrypt it.",
  );
}
