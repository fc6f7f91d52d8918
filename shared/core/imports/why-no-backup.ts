import type { OtherFile } from "../found-file.ts";
import { vaultError, withActions, type VaultError } from "../errors.ts";
import { classifyFile } from "./classify-file.ts";
import { kindByBytes } from "./file-kinds/first-bytes.ts";
import { limits } from "../limits.ts";
import type { Action } from "../problem.ts";

/**
 * What a file is that is given as a backup, where it is known for something else, with the verb that takes it. Null: it may be a
 * backup, or is nothing that is known here, and reading it as one says what is wrong. `path`: how the file was named, where no dialog did.
 */
export function whyNoBackup(
  bytes: Uint8Array,
  path?: string,
): VaultError | null {
  const isOther = (what: string, actions: readonly Action[]) =>
    otherFile(path ?? "The file", what, actions);
  if (kindByBytes(bytes) || bytes.length > limits.input.most) return null;
  const classified = classifyFile(bytes);
  switch (classified.kind) {
    case "talosconfig":
      return isOther("a talosconfig", ["import"]);
    case "authority":
      return isOther("a file with the CA of a cluster", ["keep-authority"]);
    case "pem":
      return isOther("a file of certificates or keys (PEM)", []);
    case "broken":
      return isOther("a text", []);
    case "other":
      return otherThan(classified.file, path);
  }
}

function otherThan(
  file: OtherFile,
  path: string | undefined,
): VaultError | null {
  if (file.kind === "binary" || file.kind === "encrypted") return null;
  const name = path ?? "The file";
  const error = otherFile(name, textNames[file.kind] ?? "a text", []);
  if (file.kind !== "handover" || path === undefined) return error;
  const next = "Nothing was changed. Another verb takes it.";
  return { ...error, next, found: { path, file, asked: "any" } };
}

const textNames: Readonly<Record<string, string>> = {
  empty: "empty",
  handover: "a text of a hand-over",
  kubeconfig: "a kubeconfig",
  "no-contexts": "a talosconfig without a context",
};

function otherFile(
  name: string,
  what: string,
  actions: readonly Action[],
): VaultError {
  return withActions(
    vaultError(
      "vault-damaged",
      `${name} is ${what}, and not a backup of a vault.`,
      actions.length > 0
        ? "Nothing was changed. That is not restored, but taken in."
        : "Name a file that a backup wrote. Nothing was changed.",
    ),
    actions,
  );
}
