import type { VaultError } from "../errors.ts";
import type { Network } from "../ports/talos-api.ts";
import type {
  CredentialWish,
  LentContext,
  PingWatch,
  PingWish,
} from "../ports/vault-reader.ts";
import { Secret } from "../secret.ts";
import { contextFromJson, contextToJson } from "../vault/context-json.ts";

/** What the agent of `unlock` is asked. */
export type AgentRequest =
  | { readonly verb: "list" }
  | { readonly verb: "stop" }
  | { readonly verb: "show" | "inspect"; readonly name: string | null }
  | {
      readonly verb: "lend";
      readonly name: string | null;
      readonly wish: WishJson;
      readonly network: Network;
    }
  | {
      readonly verb: "ping";
      readonly wish: PingWish;
      readonly network: Network;
    };

/** What the agent says while it pings: the arguments of one of the watcher's functions. */
export type PingNews = {
  readonly [Name in "onStage" | "onHealth"]: {
    readonly to: Name;
    readonly news: Parameters<NonNullable<PingWatch[Name]>>;
  };
}["onStage" | "onHealth"];

export type AgentReply =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly error: VaultError;
      /** The vault was read and this is its answer; else whoever asks has to open it. */
      readonly isFinal: boolean;
    };

export type WishJson = Omit<CredentialWish, "passphrase" | "authority"> & {
  readonly passphrase?: string;
  readonly authority?: { readonly crt: string; readonly key: string };
};

/**
 * A wish for the agent's socket, which is private to the user: an authority's passphrase, or an authority that is used
 * once, is in clear.
 */
export function wishToJson(wish: CredentialWish): WishJson {
  const { passphrase, authority, ...rest } = wish;
  return {
    ...rest,
    ...(passphrase ? { passphrase: passphrase.reveal() } : {}),
    ...(authority
      ? { authority: { ...authority, key: authority.key.reveal() } }
      : {}),
  };
}

export function wishFromJson(json: WishJson): CredentialWish {
  const { passphrase, authority, ...rest } = json;
  return {
    ...rest,
    ...(passphrase === undefined ? {} : { passphrase: new Secret(passphrase) }),
    ...(authority
      ? { authority: { ...authority, key: new Secret(authority.key) } }
      : {}),
  };
}

/** A lent context for the agent's socket, its secrets in clear. */
export function lentToJson(lent: LentContext): unknown {
  const { config, notAfter } = lent;
  return {
    ...lent,
    config: contextToJson(config),
    notAfter: notAfter?.toISOString() ?? null,
  };
}

/** Null when the value is not a lent context. */
export function lentFromJson(value: unknown): LentContext | null {
  const json = value as
    | (Omit<LentContext, "config" | "notAfter"> & {
        readonly config: unknown;
        readonly notAfter: string | null;
      })
    | null;
  const config = contextFromJson(json?.config);
  if (json === null || config === null) return null;
  const { notAfter } = json;
  return {
    ...json,
    config,
    notAfter: notAfter === null ? null : new Date(notAfter),
  };
}
