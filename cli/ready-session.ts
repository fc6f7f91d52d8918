import { vaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { sessionVariable } from "../shared/core/sessions/environment.ts";
import type { Lease } from "../shared/core/sessions/lease.ts";
import type { CredentialWish } from "../shared/core/ports/vault-reader.ts";
import {
  newSessionId,
  planSession,
  type PlannedSession,
} from "../shared/core/usecases/start-session.ts";
import { canDeliverByDescriptor } from "../shared/node/sessions/descriptor-delivery.ts";
import type { Cli } from "./cli.ts";
import { lend } from "./lend.ts";
import { openReader } from "./open-reader.ts";
import { tellSession } from "./tell-session.ts";

/** What the options of `exec`, `shell` and `env` ask for. */
export interface SessionWishes {
  role?: readonly string[];
  /** Seconds. */
  ttl?: number;
  delivery?: Lease["delivery"];
  /** A file, used once. */
  authority?: string;
  stored?: true;
  reason?: string;
  confirm?: string;
  force?: true;
  authorityPassphraseFd?: number;
  follow?: true;
  nested?: true;
}

export interface ReadySession extends PlannedSession {
  readonly runRoot: string;
}

/**
 * Everything before a session exists: refuses nesting, cleans up after others, takes the context out of the
 * vault. Without a name: a choice on the terminal, else the current context.
 */
export async function readySession(
  cli: Cli,
  wanted: string | undefined,
  options: SessionWishes,
): Promise<Result<ReadySession>> {
  const { ports } = cli;
  if (process.env[sessionVariable] && !options.nested) return failure(nested());
  ports.sweep();
  const name = await chosenName(cli, wanted);
  if (!name.ok) return name;
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const id = newSessionId(ports.random);
  const wish = await wishFrom(cli, id, options);
  if (!wish.ok) return wish;
  const runRoot = ports.runRoot();
  if (!runRoot.ok) return runRoot;
  const delivery = chooseDelivery(runRoot.value, options.delivery);
  if (!delivery.ok) return delivery;
  const lent = await lend(cli, reader.value, name.value, wish.value);
  if (!lent.ok) return lent;
  const { reason } = wish.value;
  const planned = planSession(ports.clock, lent.value, {
    id,
    delivery: delivery.value,
    isFollowing: options.follow ?? false,
    ...(reason ? { reason } : {}),
  });
  tellSession(cli, planned, lent.value.production);
  return success({ ...planned, runRoot: runRoot.value });
}

async function wishFrom(
  cli: Cli,
  session: string,
  options: SessionWishes,
): Promise<Result<CredentialWish>> {
  const { role, ttl, stored, reason, confirm, force } = options;
  if (stored && (role || options.authority)) return failure(eitherOr());
  const keys = await keysFrom(cli, options);
  if (!keys.ok) return keys;
  return success({
    session,
    ...(role ? { roles: role } : {}),
    ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
    ...(stored ? { isStored: true } : {}),
    ...(force ? { isForced: true } : {}),
    ...(reason ? { reason } : {}),
    ...(confirm === undefined ? {} : { confirmation: confirm }),
    ...keys.value,
  });
}

/** What is read from elsewhere: an authority's passphrase, and an authority to use once. */
async function keysFrom(
  cli: Cli,
  { authorityPassphraseFd: fd, authority: path }: SessionWishes,
): Promise<Result<Pick<CredentialWish, "passphrase" | "authority">>> {
  if (path !== undefined) {
    const { readNamedAuthority } = await import("./authority-for-issue.ts");
    const read = await readNamedAuthority(cli, path);
    if (!read.ok) return read;
    const { ca, keyText } = read.value;
    return success({ authority: { crt: ca, key: keyText } });
  }
  if (fd === undefined) return success({});
  const { readSecret } = await import("./passphrases.ts");
  const passphrase = readSecret(fd, "--authority-passphrase-fd");
  return passphrase.ok ? success({ passphrase: passphrase.value }) : passphrase;
}

async function chosenName(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<string | undefined>> {
  if (wanted !== undefined || !cli.terminal.isInteractive)
    return success(wanted);
  const { chooseContext } = await import("./choose-context.ts");
  return chooseContext(cli, wanted);
}

function chooseDelivery(
  runRoot: string,
  wanted: Lease["delivery"] | undefined,
): Result<Lease["delivery"]> {
  if (wanted === "file") return success("file");
  if (canDeliverByDescriptor(runRoot)) return success("fd");
  if (wanted === undefined) return success("file");
  return failure(
    vaultError(
      "unsupported",
      "This machine has no /proc or no memory-backed folder to hold a descriptor in.",
      "Use --delivery file.",
    ),
  );
}

function eitherOr() {
  return vaultError(
    "usage",
    "--stored is the context's own key, which has the roles that it has.",
    "Leave out --stored; or --role and --authority.",
  );
}

function nested() {
  return vaultError(
    "session-nested",
    `This terminal is in a session already (${process.env["TALOS_VAULT_CONTEXT"] ?? "?"}).`,
    "Leave it first (exit), or insist with --nested.",
  );
}
