import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { vaultError } from "../../core/errors.ts";
import { backupVault } from "../../core/usecases/vault/backup.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../core/usecases/vault/change-passphrase.ts";
import { readGenerationName } from "../../core/usecases/vault/generation-names.ts";
import { readVaultState } from "../../core/usecases/vault/read-vault-state.ts";
import { replaceRecoveryKey } from "../../core/usecases/vault/replace-recovery-key.ts";
import {
  restoreVault,
  type RestoredVault,
  type RestoreOptions,
  type RestoreSource,
} from "../../core/usecases/vault/restore.ts";
import type { RestorePlan } from "../../core/usecases/vault/restore-plan.ts";
import type {
  OlderVault,
  RestoreQuestion,
  VaultFacts,
} from "../../contract/vault.ts";
import type { RequestOf } from "../../contract/index.ts";
import { newToken } from "../tasks/token.ts";
import { chooseFile } from "../imports/choose-file.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";
import { withPassphrase } from "./vault-handlers.ts";

export type SlotChannel =
  | "vault.facts"
  | "vault.set-passphrase"
  | "vault.remove-passphrase"
  | "vault.replace-recovery-key"
  | "vault.backup"
  | "vault.restore"
  | "vault.ask-restore"
  | "vault.older";

/** What opens the vault, and its copies. */
export function slotHandlers(context: HostContext): Handlers<SlotChannel> {
  const { ports, lock, events } = context;
  /** After the identity was replaced, the open vault is opened with the new one. */
  const reopen = async (ports_ = lock.realPorts()): Promise<Result<null>> => {
    const opened = await lock.unlock(false, ports_);
    events.tell({ kind: "state" });
    return opened.ok ? success(null) : opened;
  };
  return {
    "vault.facts": () => facts(context),
    "vault.set-passphrase": async () => {
      const passphrase = await ports.person.askPassphrase("new");
      if (!passphrase.ok) return passphrase;
      const set = await setPassphrase(lock.realPorts())(passphrase.value);
      if (!set.ok) return set;
      return reopen(withPassphrase(lock.realPorts(), passphrase.value));
    },
    "vault.remove-passphrase": async () => {
      const removed = await removePassphrase(lock.realPorts())();
      return removed.ok ? reopen() : removed;
    },
    "vault.replace-recovery-key": async () => {
      const replaced = await replaceRecoveryKey(lock.realPorts())((key) =>
        ports.person.showRecoveryKey(key),
      );
      return replaced.ok ? reopen() : replaced;
    },
    "vault.backup": ({ path }) => backup(context, path),
    "vault.restore": (request) => restore(context, request, reopen),
    "vault.ask-restore": (request) => askRestore(context, request),
    "vault.older": () => older(context),
  };
}

async function facts(context: HostContext): Promise<Result<VaultFacts>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const state = await readVaultState(context.lock.realPorts())();
  if (!state.ok) return state;
  const { vaultId, path, backups, hasPassphrase, hasRecovery } = state.value;
  const { generation, writtenAt, contexts } = document.value;
  return success({
    vaultId,
    path,
    backups,
    hasPassphrase,
    hasRecovery,
    generation,
    writtenAt: writtenAt.toISOString(),
    contexts: contexts.size,
    keychain: state.value.keychain,
    keychainProblem: state.value.keychainProblem,
    openedWith: open.value.openedWith,
  });
}

async function backup(
  { ports, lock }: HostContext,
  typed: string | undefined,
): Promise<Result<{ readonly path: string } | null>> {
  const open = lock.opened();
  if (!open.ok) return open;
  const packed = await backupVault(open.value.ports, ports.records)();
  if (!packed.ok) return packed;
  const name = `talos-vault-${String(packed.value.generation)}.backup`;
  const title = "A backup of the vault";
  const target = await ports.person.chooseTarget(title, name, typed);
  if (target === null) return success(null);
  const { path, isReplacing } = target;
  const { bytes } = packed.value;
  const written = await ports.files.writePrivate(path, bytes, isReplacing);
  return written.ok ? success({ path }) : written;
}

async function restore(
  context: HostContext,
  request:
    | { readonly kind: "file"; readonly path?: string | undefined }
    | { readonly kind: "generation"; readonly generation: string }
    | { readonly kind: "present" }
    | { readonly kind: "asked"; readonly token: string },
  reopen: () => Promise<Result<null>>,
): Promise<Result<{ readonly contexts: number } | null>> {
  let restored: Result<RestoredVault>;
  if (request.kind === "asked")
    restored = await context.restore.finish(request.token);
  else {
    const source = await sourceOf(context, request);
    if (!source.ok || source.value === null) return source as Result<null>;
    restored = await begin(context, source.value, async () =>
      success(undefined),
    );
  }
  if (!restored.ok) return restored;
  const opened = await reopen();
  return opened.ok
    ? success({ contexts: restored.value.document.contexts.size })
    : opened;
}

type SourceRequest = Exclude<
  RequestOf<"vault.restore">,
  { readonly kind: "asked" }
>;

/** Null when the person chose no file. */
async function sourceOf(
  context: HostContext,
  request: SourceRequest,
): Promise<Result<RestoreSource | null>> {
  if (request.kind === "present") return success({ kind: "present" });
  if (request.kind === "generation") {
    const named = readGenerationName(request.generation);
    return named === null
      ? failure(unreadable(`There is no generation "${request.generation}".`))
      : success({ kind: "generation", ...named });
  }
  const title = "Restore a backup";
  const path = await chooseFile(context, title, request.path);
  if (!path.ok || path.value === null) return path as Result<null>;
  const bytes = await context.ports.files.read(path.value, limits.backup.most);
  return bytes.ok
    ? success({ kind: "file", bytes: bytes.value })
    : failure(unreadable(bytes.error.message));
}

const noKeys = { recoveryKey: null, passphrase: null };

/** The recovery key, and a new passphrase where no keychain of this machine could open the vault afterwards. */
async function keysFor({
  ports,
  lock,
}: HostContext): Promise<
  Result<Pick<RestoreOptions, "recoveryKey" | "passphrase">>
> {
  const recoveryKey = await ports.person.askRecoveryKey();
  if (!recoveryKey.ok) return recoveryKey;
  const state = await readVaultState(lock.realPorts())();
  if (!state.ok) return state;
  const keys = { recoveryKey: recoveryKey.value, passphrase: null };
  if (state.value.keychainProblem === null) return success(keys);
  const passphrase = await ports.person.askPassphrase("new");
  return passphrase.ok
    ? success({ ...keys, passphrase: passphrase.value })
    : passphrase;
}

function begin(
  { ports, lock }: HostContext,
  source: RestoreSource,
  confirm: RestoreOptions["confirm"],
  keys: Pick<RestoreOptions, "recoveryKey" | "passphrase"> = noKeys,
): Promise<Result<RestoredVault>> {
  return restoreVault(lock.realPorts(), ports.records)(source, {
    ...keys,
    replaceOther: false,
    confirm,
  });
}

/** Begins a restore, and says what it would do. */
async function askRestore(
  context: HostContext,
  { withRecoveryKey, ...request }: RequestOf<"vault.ask-restore">,
): Promise<Result<RestoreQuestion | null>> {
  const source = await sourceOf(context, request);
  if (!source.ok) return source;
  const wanted = source.value;
  if (wanted === null) return success(null);
  const keys =
    withRecoveryKey === true ? await keysFor(context) : success(noKeys);
  if (!keys.ok) return keys;
  const token = newToken(context.ports.vault.random);
  const asked = await context.restore.begin(token, (confirm) =>
    begin(context, wanted, confirm, keys.value),
  );
  if (!asked.ok) return asked;
  const { contexts, writtenAt, replaces, gone } = asked.value;
  return success({
    token,
    contexts,
    writtenAt: writtenAt.toISOString(),
    replaces,
    gone,
  });
}

/** Asks the restore what it would do, and ends it there. */
async function older(context: HostContext): Promise<Result<OlderVault>> {
  const seen: { plan?: RestorePlan } = {};
  const asked = await begin(context, { kind: "present" }, async (plan) => {
    seen.plan = plan;
    return failure(vaultError("declined", "It was only asked.", ""));
  });
  if (!seen.plan) return asked as Result<never>;
  const { generation, writtenAt, contexts, gone, before } = seen.plan;
  return success({
    generation,
    writtenAt: writtenAt.toISOString(),
    contexts,
    gone,
    before,
  });
}

function unreadable(message: string) {
  return vaultError("file-failed", message, "Choose another one.");
}
