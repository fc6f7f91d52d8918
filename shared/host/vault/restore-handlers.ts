import { limits } from "../../core/limits.ts";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { lessAsked, lessAskedError } from "../../core/policy/loosened-rules.ts";
import { whyNoBackup } from "../../core/imports/why-no-backup.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { readGenerationName } from "../../core/usecases/vault/generations/generation-names.ts";
import { readVaultState } from "../../core/usecases/vault/read-vault-state.ts";
import type { VaultPorts } from "../../core/usecases/vault/ports.ts";
import {
  restoreVault,
  type RestoredVault,
  type RestoreOptions,
  type RestoreSource,
} from "../../core/usecases/vault/restore.ts";
import type { RestorePlan } from "../../core/usecases/vault/generations/restore-plan.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { OlderVault, RestoreQuestion } from "../../contract/vault.ts";
import { withConsent } from "../consent/with-consent.ts";
import type { Handlers, HostContext } from "../host-context.ts";
import { chooseFile } from "../imports/choose-file.ts";
import { newToken } from "../tasks/token.ts";
import { keptGenerations } from "./kept-generations.ts";

/** What a person types who puts a vault in the place of another one. */
const replaceWord = "replace";

export type RestoreChannel =
  "vault.restore" | "vault.ask-restore" | "vault.generations" | "vault.older";

/** Putting an earlier vault, or a backup, in place: with the vault open, closed, damaged or gone. */
export function restoreHandlers(
  context: HostContext,
): Handlers<RestoreChannel> {
  return {
    "vault.restore": (request) => restore(context, request),
    "vault.ask-restore": (request) => askRestore(context, request),
    "vault.generations": (request) => keptGenerations(context, request),
    "vault.older": () => older(context),
  };
}

async function restore(
  context: HostContext,
  request: RequestOf<"vault.restore">,
): Promise<Result<{ readonly contexts: number } | null>> {
  let restored: Result<RestoredVault>;
  if (request.kind === "asked")
    restored = await withConsent(context, "ask-less", unsaid, (agreed) =>
      context.restore.finish(request.token, (plan) =>
        plan.isOther && request.typed?.trim() !== replaceWord
          ? failure(notTyped(replaceWord))
          : judgeRules(plan, agreed),
      ),
    );
  else {
    const source = await sourceOf(context, request);
    if (!source.ok || source.value === null) return source as Result<null>;
    restored = await begin(context, source.value, async (plan) => {
      const { generation } = plan;
      return request.kind === "present" &&
        request.typed.trim() !== String(generation)
        ? failure(notTyped(String(generation)))
        : withConsent(context, "ask-less", unsaid, async (agreed) =>
            judgeRules(plan, agreed),
          );
    });
  }
  if (!restored.ok) return restored;
  const { lock, events, restore: asked } = context;
  const opened = await lock.unlock(
    false,
    withGiven(lock.realPorts(), asked.given),
  );
  asked.given = null;
  events.tell({ kind: "state" });
  return opened.ok
    ? success({ contexts: restored.value.document.contexts.size })
    : opened;
}

const unsaid = { names: [] };

/** A person is asked where less is asked of them after a restore. Errors: `consent-needed`, until one agreed. */
function judgeRules(
  { from, to }: RestorePlan,
  agreed: readonly string[],
): Result<void> {
  const less = from && agreed.length === 0 ? lessAsked(from, to) : null;
  return less ? failure(lessAskedError(less)) : success(undefined);
}

/** Null when the person chose no file. */
async function sourceOf(
  context: HostContext,
  request:
    | { readonly kind: "file"; readonly path?: string | undefined }
    | { readonly kind: "generation"; readonly generation: string }
    | { readonly kind: "present" },
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
  if (!bytes.ok) return failure(unreadable(bytes.error.message));
  const other = whyNoBackup(bytes.value);
  return other
    ? failure(takenInElsewhere(other))
    : success({ kind: "file", bytes: bytes.value });
}

/** There may be no vault yet that could take it in, so that no button leads there. */
function takenInElsewhere({ code, message, actions }: VaultError) {
  const next =
    actions.length > 0
      ? "Nothing was changed. Open or make a vault, and import it there."
      : "Nothing was changed. Choose a file that a backup wrote.";
  return vaultError(code, message, next);
}

type Keys = Pick<RestoreOptions, "recoveryKey" | "passphrase">;

const noKeys: Keys = { recoveryKey: null, passphrase: null };

/** The recovery key, and a new passphrase where no keychain of this machine could open the vault afterwards. */
async function keysFor({ ports, lock }: HostContext): Promise<Result<Keys>> {
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

/** Also in the place of another vault: the plan says so, and whoever confirms it judges. */
async function begin(
  { ports, lock, restore: asked }: HostContext,
  source: RestoreSource,
  confirm: RestoreOptions["confirm"],
  keys: Keys = noKeys,
): Promise<Result<RestoredVault>> {
  const real = lock.realPorts();
  asked.given = keys.passphrase;
  const remembering: VaultPorts = {
    ...real,
    passphrase: {
      ask: async (refusal) => {
        const answer = await real.passphrase.ask(refusal);
        if (answer.ok) asked.given = answer.value;
        return answer;
      },
    },
  };
  return restoreVault(remembering, ports)(source, {
    ...keys,
    replaceOther: true,
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
  const token = newToken(context.ports.vault.random);
  const ask = async (isWithKey: boolean): Promise<Result<RestorePlan>> => {
    const keys = isWithKey ? await keysFor(context) : success(noKeys);
    if (!keys.ok) return keys;
    return context.restore.begin(token, (confirm) =>
      begin(context, wanted, confirm, keys.value),
    );
  };
  const first = await ask(withRecoveryKey === true);
  // Nothing else opens it: the file is not chosen twice for that.
  const asked =
    !first.ok && onlyTheRecoveryKey(first.error) ? await ask(true) : first;
  if (!asked.ok) return asked;
  const { contexts, writtenAt, replaces, gone, added, setBack, isOther } =
    asked.value;
  return success({
    token,
    contexts,
    writtenAt: writtenAt.toISOString(),
    replaces,
    gone,
    added,
    changed: setBack?.changed ?? null,
    isOther,
    mustType: isOther ? replaceWord : null,
  });
}

function onlyTheRecoveryKey({ actions }: VaultError): boolean {
  return actions.includes("with-recovery-key");
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

/** The passphrase that somebody has just given; a wrong one is asked for again. */
function withGiven(ports: VaultPorts, given: Secret | null): VaultPorts {
  if (given === null) return ports;
  return {
    ...ports,
    passphrase: {
      ask: async (refusal) =>
        refusal ? ports.passphrase.ask(refusal) : success(given),
    },
  };
}

function notTyped(word: string): VaultError {
  return vaultError(
    "unconfirmed",
    "Nothing was changed: it was not said that it is meant.",
    `Type ${word}.`,
  );
}

function unreadable(message: string): VaultError {
  return vaultError("file-failed", message, "Choose another one.");
}
