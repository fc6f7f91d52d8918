import { limits } from "../../../core/limits.ts";
import type {
  Keychain,
  KeychainChange,
  KeychainItem,
} from "../../../core/ports/keychain.ts";
import { Secret } from "../../../core/secret.ts";
import {
  BusConnection,
  BusError,
  BusRefusal,
  sessionBus,
} from "./dbus-connection.ts";
import { textOf, type List, type Variant } from "./dbus-message.ts";

const bus = "org.freedesktop.secrets";
const root = "/org/freedesktop/secrets";
/** What libsecret writes into each item of keytar's; without it that library does not find the item before a restart. */
const schema = "org.freedesktop.Secret.Generic";
const none = "/";
/** gnome-keyring now and then does not know a caller that has just come, and knows the next. */
const attempts = 3;

/** Where the session bus is looked for, and for how long a question may go unanswered. */
export interface Bus {
  readonly environment: NodeJS.ProcessEnv;
  readonly patienceMs: number;
}

/**
 * The Secret Service (specifications.freedesktop.org/secret-service-spec) over D-Bus, for the plain cases alone: an open default
 * collection, at most one item, nobody to be asked. Everything odd (no bus, a locked collection, two items of one account, an
 * answer that is late or strange) is left to `behind`, which asks people and names reasons; a bus that takes nobody is refused here,
 * as `behind` would wait for it without end. Each question has a
 * connection of its own, so that a keyring that was restarted is found. Secrets cross the bus unencrypted, as from Go's
 * libraries: it is a socket of this user's alone.
 */
export function secretServiceKeychain(
  service: string,
  behind: Keychain,
  { environment, patienceMs }: Bus = {
    environment: process.env,
    patienceMs: limits.busTime.most * 1000,
  },
): Keychain {
  const plainly = async <T>(
    work: (secrets: SecretService) => Promise<T | null>,
    otherwise: () => Promise<T>,
  ): Promise<T | Unavailable> => {
    const path = sessionBus(environment);
    if (path === null) return otherwise();
    for (let tried = 1; tried <= attempts; tried++) {
      try {
        return (await ask(path, patienceMs, work)) ?? (await otherwise());
      } catch (error) {
        if (error instanceof BusRefusal) {
          if (!error.isLate || tried === attempts) return unavailable(error);
        } else if (!(error instanceof BusError)) break;
      }
    }
    return otherwise();
  };
  const attributes = (account: string) => ({ service, account });
  return {
    read: (account) =>
      plainly<KeychainItem>(
        (secrets) => secrets.read(attributes(account)),
        () => behind.read(account),
      ),
    write: (account, value) =>
      plainly(
        (secrets) => secrets.write(attributes(account), value),
        () => behind.write(account, value),
      ),
    remove: (account) =>
      plainly(
        (secrets) => secrets.remove(attributes(account)),
        () => behind.remove(account),
      ),
  };
}

type Unavailable = Extract<KeychainChange, { kind: "unavailable" }>;

function unavailable({ message }: BusRefusal): Unavailable {
  return { kind: "unavailable", problem: "other", reason: message };
}

async function ask<T>(
  path: string,
  patienceMs: number,
  work: (secrets: SecretService) => Promise<T>,
): Promise<T> {
  const connection = await BusConnection.open(path, patienceMs);
  try {
    return await work(new SecretService(connection));
  } finally {
    connection.close();
  }
}

interface Attributes {
  readonly service: string;
  readonly account: string;
}

/** Answers null for what is not plain. */
class SecretService {
  readonly #connection: BusConnection;

  constructor(connection: BusConnection) {
    this.#connection = connection;
  }

  async read(attributes: Attributes): Promise<KeychainItem | null> {
    const items = await this.#search(attributes);
    if (items === null || items.length > 1) return null;
    const [item] = items;
    if (item === undefined)
      return (await this.#openCollection()) === null
        ? null
        : { kind: "missing" };
    const session = await this.#openSession();
    const [secret] = await this.#call(item, "Item", "GetSecret", "o", [
      session,
    ]);
    const [, , value] = secret as [string, Uint8Array, Uint8Array, string];
    return {
      kind: "found",
      value: new Secret(new TextDecoder().decode(value)),
    };
  }

  async write(
    attributes: Attributes,
    value: Secret,
  ): Promise<{ readonly kind: "done" } | null> {
    const items = await this.#search(attributes);
    const collection = await this.#openCollection();
    if (collection === null || items === null || items.length > 1) return null;
    const session = await this.#openSession();
    const text = (signature: string, inside: Variant["value"]): Variant => ({
      signature,
      value: inside,
    });
    const properties = [
      [
        "org.freedesktop.Secret.Item.Label",
        text("s", `${attributes.service}/${attributes.account}`),
      ],
      [
        "org.freedesktop.Secret.Item.Attributes",
        text("a{ss}", pairs(attributes)),
      ],
    ];
    const secret = [
      session,
      new Uint8Array(),
      new TextEncoder().encode(value.reveal()),
      "text/plain",
    ];
    const [, prompt] = await this.#call(
      collection,
      "Collection",
      "CreateItem",
      "a{sv}(oayays)b",
      [properties, secret, true],
    );
    return prompt === none ? { kind: "done" } : null;
  }

  async remove(
    attributes: Attributes,
  ): Promise<{ readonly kind: "done" } | null> {
    const items = await this.#search(attributes);
    if (items === null || items.length > 1) return null;
    const [item] = items;
    if (item === undefined)
      return (await this.#openCollection()) === null ? null : { kind: "done" };
    const [prompt] = await this.#call(item, "Item", "Delete", "", []);
    return prompt === none ? { kind: "done" } : null;
  }

  /**
   * Secrets come and go as they are. After a search alone: gnome-keyring (42.1 and 50.0 were seen) ends when a caller whom it does
   * not know yet opens a session, and refuses such a caller's search.
   */
  async #openSession(): Promise<string> {
    const [, session] = await this.#call(root, "Service", "OpenSession", "sv", [
      "plain",
      { signature: "s", value: "" },
    ]);
    return textOf(session);
  }

  /** Items that are open; null: some are locked. */
  async #search(attributes: Attributes): Promise<readonly string[] | null> {
    const [open, locked] = await this.#call(
      root,
      "Service",
      "SearchItems",
      "a{ss}",
      [pairs(attributes)],
    );
    return (locked as List).length > 0 ? null : (open as readonly string[]);
  }

  /** The collection that new items go to; null: there is none, or it is locked and may have what we look for. */
  async #openCollection(): Promise<string | null> {
    const [path] = await this.#call(root, "Service", "ReadAlias", "s", [
      "default",
    ]);
    if (path === none) return null;
    const [locked] = await this.#connection.call(bus, {
      path: textOf(path),
      interface: "org.freedesktop.DBus.Properties",
      member: "Get",
      signature: "ss",
      body: ["org.freedesktop.Secret.Collection", "Locked"],
    });
    return (locked as Variant).value === false ? textOf(path) : null;
  }

  #call(
    path: string,
    kind: "Service" | "Collection" | "Item",
    member: string,
    signature: string,
    body: List,
  ): Promise<List> {
    return this.#connection.call(bus, {
      path,
      interface: `org.freedesktop.Secret.${kind}`,
      member,
      signature,
      body,
    });
  }
}

function pairs({ service, account }: Attributes): List {
  return [
    ["account", account],
    ["service", service],
    ["xdg:schema", schema],
  ];
}
