import { dirname, join } from "node:path";
import type {
  Keychain,
  KeychainChange,
  KeychainItem,
  KeychainProblem,
} from "../../core/ports/keychain.ts";
import { Secret } from "../../core/secret.ts";
import { newUuid } from "../files/atomic-file.ts";
import { serialQueue } from "../system/serial-queue.ts";

/** What we use of the library. `findCredentials` crashes the process on a locked keyring: never called. */
interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(
    service: string,
    account: string,
    password: string,
  ): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

type Unavailable = Extract<
  KeychainChange,
  { kind: "locked" } | { kind: "unavailable" }
>;

const done = { kind: "done" } as const;

/** The OS keychain through keytar. */
export function keytarKeychain(service: string): Keychain {
  // One at a time: a call that waits for a person must not occupy every thread, and two must not ask at once.
  const queued = serialQueue();
  return {
    read: (account) =>
      queued(() => guarded((keytar) => read(keytar, service, account))),
    write: (account, value) =>
      queued(() =>
        guarded(async (keytar) => {
          await keytar.setPassword(service, account, value.reveal());
          return done;
        }),
      ),
    remove: (account) =>
      queued(() =>
        guarded(async (keytar) => {
          await keytar.deletePassword(service, account);
          return done;
        }),
      ),
  };
}

async function guarded<T>(
  work: (keytar: Keytar) => Promise<T>,
): Promise<T | Unavailable> {
  try {
    return await work(await loadKeytar());
  } catch (error) {
    return classify(error instanceof Error ? error.message : String(error));
  }
}

/** In the one executable the library is a file beside it: what is inside cannot be loaded without being unpacked. */
async function loadKeytar(): Promise<Keytar> {
  if (process.versions["bun"] === undefined) {
    const loaded: unknown = await import("keytar");
    return (loaded as { readonly default: Keytar }).default;
  }
  const library: { exports: unknown } = { exports: {} };
  process.dlopen(library, join(dirname(process.execPath), "keytar.node"));
  return library.exports as Keytar;
}

/** A null may be a locked collection: a canary tells (docs/decisions/0002). */
async function read(
  keytar: Keytar,
  service: string,
  account: string,
): Promise<KeychainItem> {
  const value = await keytar.getPassword(service, account);
  if (value !== null) return { kind: "found", value: new Secret(value) };
  const canary = `probe:${newUuid()}`;
  await keytar.setPassword(service, canary, "probe");
  const back = await keytar.getPassword(service, canary);
  await keytar.deletePassword(service, canary);
  if (back === "probe") return { kind: "missing" };
  return {
    kind: "unavailable",
    problem: "other",
    reason: "what was written did not read back",
  };
}

const problems: readonly (readonly [RegExp, KeychainProblem])[] = [
  [
    /autolaunch D-Bus|Could not connect|address is empty|D-Bus/i,
    "no-session-bus",
  ],
  // libsecret keeps its session with the service for as long as a process lives.
  [/session wrapping the secret|name :[\d.]+ was not provided/i, "restarted"],
  // As dbus-daemon says it, and as dbus-broker does.
  [
    /name org\.[\w.]+ was not provided|name is not activatable|ServiceUnknown/i,
    "no-service",
  ],
  [/does not exist at path|no such (object|collection)/i, "no-collection"],
  [/native addon|libsecret|shared object/i, "no-library"],
];

function classify(message: string): Unavailable {
  const reason = message.split("\n")[0] ?? "";
  if (/locked/i.test(reason)) return { kind: "locked", reason };
  const found = problems.find(([pattern]) => pattern.test(reason));
  return { kind: "unavailable", problem: found?.[1] ?? "other", reason };
}
