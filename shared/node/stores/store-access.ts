import { homedir } from "node:os";
import { resolve } from "node:path";
import { vaultError } from "../../core/errors.ts";
import type { AgeKeys } from "../../core/ports/age-keys.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type {
  StoreAccess,
  SopsPorts,
  StorePerson,
  StoreWays,
} from "../../core/ports/store-access.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { diskFiles, readTrusted } from "../files/disk-files.ts";
import { sharedFiles } from "../files/shared-files.ts";
import type { HashicorpLogin } from "./hashicorp-login.ts";
import type { CloudClients } from "./open-cloud-store.ts";

/** `folder`: where names of files begin that are not whole. What a kind of store needs is loaded when such a place is opened. */
export function storeAccess(
  env: NodeJS.ProcessEnv,
  folder: string,
  clock: Clock,
): StoreAccess {
  return {
    whole: (address) =>
      address.kind === "sops"
        ? { ...address, path: resolve(folder, atHome(address.path)) }
        : address,
    vaultServer: async () => {
      const { vaultServerOf } = await import("./hashicorp-login.ts");
      return vaultServerOf(env);
    },
    ways: (person) => waysOf(env, clock, person),
  };
}

/** No shell reads it where it stands within an address, or is typed in a window. */
function atHome(path: string): string {
  return path.startsWith("~/") ? `${homedir()}${path.slice(1)}` : path;
}

function waysOf(
  env: NodeJS.ProcessEnv,
  clock: Clock,
  person: StorePerson,
): StoreWays {
  let sops: Promise<SopsPorts> | undefined;
  const logins = new Map<string, Promise<Result<HashicorpLogin>>>();
  const clients: CloudClients = { aws: new Map(), azure: new Map() };
  return {
    sops: () => (sops ??= sopsPorts(env, clock, person)),
    server: async (address, known) => {
      if (env["TALOS_VAULT_OFFLINE"]) return failure(offline());
      if (address.kind !== "vault") {
        const { openCloudStore } = await import("./open-cloud-store.ts");
        return openCloudStore(address, env, clients);
      }
      const { HashicorpStore } = await import("./hashicorp-store.ts");
      const { hashicorpLogin, vaultServerOf } =
        await import("./hashicorp-login.ts");
      // What the environment names counts for every place: one login is enough then.
      const where = vaultServerOf(env) === null ? known : undefined;
      const key = `${where?.server ?? ""} ${where?.namespace ?? ""}`;
      const login = logins.get(key) ?? hashicorpLogin(env, where);
      logins.set(key, login);
      const found = await login;
      return found.ok
        ? success(new HashicorpStore(found.value, address))
        : found;
    },
  };
}

async function sopsPorts(
  env: NodeJS.ProcessEnv,
  clock: Clock,
  person: StorePerson,
): Promise<SopsPorts> {
  const { sopsAgeKeys } = await import("./age-keys.ts");
  const { ownSops } = await import("./sops-program.ts");
  const say = (line: string) => {
    person.say(line);
  };
  return {
    files: diskFiles,
    readRules: readTrusted,
    namedForSops: (env["SOPS_AGE_RECIPIENTS"] ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
    shared: sharedFiles,
    keys: { ...sopsAgeKeys(env), moreFor: moreFor(env, person) },
    clock,
    program: ownSops(env, say),
  };
}

/** Keys of SSH, and then those that the vault keeps; what reads the first is loaded where nothing else is at hand. */
function moreFor(
  env: NodeJS.ProcessEnv,
  person: StorePerson,
): AgeKeys["moreFor"] {
  return async (recipients) => {
    const { sshKeysFor } = await import("./ssh-keys.ts");
    const ssh = await sshKeysFor(recipients, env, (path) =>
      person.passphraseOf(path),
    );
    if (!ssh.ok || ssh.value.identities.length > 0) return ssh;
    const kept = await person.keptKeys(recipients);
    if (!kept.ok) return kept;
    return success({ identities: kept.value, broken: ssh.value.broken });
  };
}

function offline() {
  return vaultError(
    "store-failed",
    "No store is asked: TALOS_VAULT_OFFLINE is set.",
    "Unset it.",
  );
}
