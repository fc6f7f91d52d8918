// Authorities put into the vault and taken out of it from a window.
// Keep: Only main reads the file; its passphrase is asked for outside of the page.
import { success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import {
  removeAuthority,
  storeAuthority,
} from "../../core/usecases/authorities/store-authority.ts";
import {
  authorityFacts,
  type AuthorityFacts,
} from "../../core/usecases/issuing/preview-issue.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  changeUndoably,
  done,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { chooseAuthorityFile } from "../issuing/issuing-handlers.ts";

/** The CAs whose keys the vault keeps. */
export function authorityHandlers(
  context: HostContext,
): Handlers<"authorities.import" | "authorities.remove"> {
  return {
    "authorities.import": (request) => importAuthority(context, request),
    "authorities.remove": async ({ fingerprint }) => {
      const what = "Removed an authority.";
      const removed = await changeUndoably(context, what, (document) =>
        removeAuthority(document, fingerprint),
      );
      if (removed.ok) context.events.tell({ kind: "vault" });
      return done(removed);
    },
  };
}

async function importAuthority(
  context: HostContext,
  { path, seal }: RequestOf<"authorities.import">,
): Promise<Result<AuthorityFacts | null>> {
  const read = await chooseAuthorityFile(context, path);
  if (!read.ok || read.value === null) return read as Result<null>;
  const authority = read.value;
  const sealed = seal
    ? await sealWithPassphrase(context, authority.keyText)
    : success(null);
  if (!sealed.ok) return sealed;
  const now = context.ports.vault.clock.now();
  const what = "Kept an authority.";
  const changed = await changeUndoably(context, what, (document) =>
    success(storeAuthority(document, authority, now, sealed.value)),
  );
  if (!changed.ok) return changed;
  context.events.tell({ kind: "vault" });
  return success(authorityFacts(authority.ca));
}

async function sealWithPassphrase(
  { ports }: HostContext,
  key: Secret,
): Promise<Result<Secret>> {
  const passphrase = await ports.person.askPassphrase("new-authority");
  if (!passphrase.ok) return passphrase;
  // No window needs it before somebody seals a key.
  const { sealKey } = await import("../../core/vault/sealed/seal-key.ts");
  return sealKey(key, passphrase.value);
}
