// The types of the library: they name nothing but each other, so that the declarations stand alone.

export interface VaultOptions {
  /** Absolute path of the vault's folder; absent: that of `TALOS_VAULT_HOME`, else the person's own. */
  readonly home?: string;
  /**
   * Opens a vault that no keychain opens, and that `talos-vault unlock` does not keep open. Called at most once: a `Vault` keeps
   * the answer. Absent: such a vault is refused with `passphrase-missing`.
   */
  readonly passphrase?: () => Promise<string>;
  /**
   * A keychain that is locked may ask the person to unlock it, in a dialog of the desktop. Absent: it is refused with
   * `keychain-locked`, and nothing is shown. On macOS and Windows the system decides that by itself.
   */
  readonly mayAskKeychain?: boolean;
}

/** A vault that can be read. Nothing of it is kept open in this process: each question reads it again, or asks the agent of `unlock`. */
export interface Vault {
  /** Absolute path of its folder. */
  readonly home: string;
  /** Every context in the order of their names, without anything secret. */
  listContexts(): Promise<readonly Context[]>;
  /** As the function of that name. */
  withSession<Result>(
    context: string,
    terms: SessionTerms,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result>;
}

/** A context of the vault, without anything secret. */
export interface Context {
  readonly name: string;
  readonly current: boolean;
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  readonly cluster: string | null;
  readonly roles: readonly string[];
  /** RFC 3339, UTC; null where it has no certificate. */
  readonly notAfter: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly production: boolean;
}

export interface SessionTerms {
  /** What the session may do; absent: the context's own choice, else os:reader. */
  readonly roles?: readonly string[];
  /** Seconds; absent: the context's own choice, else an hour. */
  readonly ttlSeconds?: number;
  /** The context's own key, also where one could be made. */
  readonly stored?: boolean;
  /** Why, for the lease, the ledger and whoever is asked. */
  readonly reason?: string;
  /** The context's name once more, for what may do everything on production; where a person has to agree, it does not stand for that. */
  readonly confirm?: string;
}

/** A credential that was lent to this process, for a while. */
export interface Session {
  readonly id: string;
  readonly context: string;
  readonly roles: readonly string[];
  readonly expiresAt: Date;
  /** Path of a talosconfig with this context alone. It is gone with the session, and with this process. */
  readonly talosconfig: string;
  /** For a program that is started: TALOSCONFIG and its like. No key is in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Addresses with their ports, as `10.0.0.2:50000`: those of the cluster, or of a gateway on this machine. */
  readonly endpoints: readonly string[];
  /** For `node:tls`, `node:http2` and `nodeOptions` of `@connectrpc/connect-node`. */
  readonly tls: SessionTls;
  /** Aborted when the session ends before its work does: its time is up, or somebody ended it. */
  readonly signal: AbortSignal;
}

/** PEM. `key` is secret: it is valid until the session's credential ends. */
export interface SessionTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly minVersion: "TLSv1.2";
  readonly sigalgs: string;
}

/** One context of a talosconfig. `ca`, `crt` and `key` are base64 of PEM, as in the file. */
export interface TalosconfigContext {
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  readonly ca?: string;
  readonly crt?: string;
  /** Secret. */
  readonly key?: string;
  readonly cluster?: string;
  readonly proxyUrl?: string;
}

export interface Talosconfig {
  /** Name of the current context; empty: none. */
  readonly context: string;
  readonly contexts: Readonly<Record<string, TalosconfigContext>>;
}

export interface CertificateTerms {
  /** PEM of the CA's certificate and key, `secrets.yaml`, or a machine config of a control plane. */
  readonly authority: string | Uint8Array;
  readonly roles: readonly string[];
  /** Seconds. */
  readonly ttlSeconds: number;
  /** Roles that Talos has no rule for, more than a year and an end after the CA's are meant. */
  readonly isForced?: boolean;
}

/** A client certificate with its key. */
export interface IssuedCertificate {
  /** Base64 of PEM, as a talosconfig has them. */
  readonly ca: string;
  readonly crt: string;
  /** Secret. */
  readonly key: string;
  readonly roles: readonly string[];
  /** Upper-case hexadecimal. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Whether roles may do something, and which would. */
export interface Access {
  readonly isAllowed: boolean;
  /** One of the roles that is enough by itself; null: several are needed together, or none is. */
  readonly by: string | null;
  readonly methods: readonly {
    readonly method: string;
    /** Roles that allow it. */
    readonly roles: readonly string[];
  }[];
  /** What else has to be known, as sentences. */
  readonly notes: readonly string[];
}
