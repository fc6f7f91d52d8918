// The vault for a window: made, opened, locked, restored, its slots and generations.
// Keep: Passphrases and recovery keys go around the page (docs/decisions/0010); what began before a lock does not
// end after it.
import type { Warning } from "../../core/warning.ts";
import { vaultError, withActions } from "../../core/errors.ts";
import { lessAsked, lessAskedError } from "../../core/policy/loosened-rules.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { initVault } from "../../core/usecases/vault/init.ts";
import { recoverVault } from "../../core/usecases/vault/recover.ts";
import { changedSince, undoChange } from "../../core/usecases/vault/undo.ts";
import type { UndoableChange } from "../../core/usecases/vault/undo.ts";
import { withoutTelling } from "../../core/ports/vault-onlooker.ts";
import type { VaultPorts } from "../../core/usecases/vault/ports.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import { withConsent } from "../consent/with-consent.ts";
import { diagnostics } from "../diagnostics.ts";
import type { Handlers, HostContext } from "../host-context.ts";

export type VaultChannel =
  | "vault.create"
  | "vault.recover"
  | "vault.diagnostics"
  | "vault.show-folder"
  | "vault.undoable"
  | "vault.undo";

/** Making the vault, what opens it when nothing else does, and taking a change back. */
export function vaultHandlers(context: HostContext): Handlers<VaultChannel> {
  const { ports, lock, events } = context;
  return {
    "vault.create": (request) => create(context, request),
    "vault.recover": async () => {
      const key = await ports.person.askRecoveryKey();
      if (!key.ok) return key;
      const recovered = await recover(context, key.value);
      events.tell({ kind: "state" });
      return recovered;
    },
    "vault.diagnostics": () => diagnostics(context),
    "vault.show-folder": async () => {
      if (ports.showFolder === null) return failure(noDesktop());
      await ports.showFolder();
      return success(null);
    },
    "vault.undoable": async () => {
      const { last } = context.undo;
      return success(last && { token: tokenOf(last), what: last.what });
    },
    "vault.undo": async ({ token }) => {
      const open = lock.opened();
      if (!open.ok) return open;
      const undoable = context.undo.last;
      if (!undoable) return failure(nothingToUndo());
      if (token !== undefined && token !== tokenOf(undoable))
        return failure(changedSince());
      const said = { names: [] };
      const undone = await withConsent(context, "ask-less", said, (agreed) =>
        open.value.change((document) =>
          undoAsked(document, undoable, agreed.length > 0),
        ),
      );
      if (!undone.ok) return undone;
      context.undo.last = null;
      events.tell({ kind: "vault" });
      return success({ what: undoable.what });
    },
  };
}

/** Takes a change back. Errors: those of undoing; `consent-needed` where less is asked then, unless a person agreed. */
function undoAsked(
  document: VaultDocument,
  undoable: UndoableChange,
  isAgreed: boolean,
): Result<VaultDocument> {
  const undone = undoChange(document, undoable);
  if (!undone.ok || isAgreed) return undone;
  const less = lessAsked(document, undone.value);
  return less ? failure(lessAskedError(less)) : undone;
}

async function create(
  { ports, lock, events }: HostContext,
  options: { readonly keychain: boolean; readonly passphrase: boolean },
): Promise<
  Result<{
    readonly slots: readonly string[];
    readonly warnings: readonly Warning[];
  }>
> {
  const passphrase = options.passphrase
    ? await ports.person.askPassphrase("new")
    : null;
  if (passphrase && !passphrase.ok) return passphrase;
  const real = withPassphrase(lock.realPorts(), passphrase?.value ?? null);
  // The page shows them where it says what opens the vault.
  const answering = { ...real, onlooker: withoutTelling(real.onlooker) };
  const made = await initVault(answering)(
    {
      keychain: options.keychain ? "preferred" : "never",
      ...(passphrase ? { passphrase: passphrase.value } : {}),
    },
    (key) => ports.person.showRecoveryKey(key),
  );
  if (!made.ok) return made;
  const opened = await lock.unlock(false, real);
  events.tell({ kind: "state" });
  const { slots, warnings } = made.value;
  return opened.ok ? success({ slots, warnings }) : opened;
}

async function recover(
  { ports, lock }: HostContext,
  key: Secret,
): Promise<Result<{ readonly contexts: number }>> {
  const real = lock.realPorts();
  const options = { passphrase: null, acceptOlder: false, keychain: false };
  const tried = await recoverVault(real, ports.notes)(key, options);
  const needsPassphrase =
    !tried.ok &&
    (tried.error.code.startsWith("keychain-") ||
      tried.error.code === "passphrase-missing");
  if (!needsPassphrase) {
    const opened = tried.ok ? await lock.unlock(false, real) : tried;
    if (!opened.ok) return opened;
    return tried.ok ? success({ contexts: tried.value.contexts }) : tried;
  }
  const passphrase = await ports.person.askPassphrase("new");
  if (!passphrase.ok) return passphrase;
  const recovered = await recoverVault(real, ports.notes)(key, {
    ...options,
    passphrase: passphrase.value,
  });
  if (!recovered.ok) return recovered;
  const opened = await lock.unlock(
    true,
    withPassphrase(real, passphrase.value),
  );
  return opened.ok ? success({ contexts: recovered.value.contexts }) : opened;
}

/** The ports with a passphrase that was just given, so that nobody is asked twice. */
export function withPassphrase(
  ports: VaultPorts,
  passphrase: Secret | null,
): VaultPorts {
  if (passphrase === null) return ports;
  return { ...ports, passphrase: { ask: async () => success(passphrase) } };
}

/** The generation that it wrote: no other change has the same. */
function tokenOf({ written: { generation, mark } }: UndoableChange): string {
  return `${String(generation)}-${mark}`;
}

function nothingToUndo() {
  return withActions(
    vaultError(
      "usage",
      "There is nothing to undo.",
      "An earlier vault can be put in place as a whole.",
    ),
    ["restore"],
  );
}

function noDesktop() {
  return vaultError(
    "unsupported",
    "There is no desktop here that could show a folder.",
    "Its path is said beside the button.",
  );
}
