import type { VaultError } from "../errors.ts";
import type { SessionRequest, Signer } from "../policy/request.ts";
import type { Network } from "../ports/talos-api.ts";
import type {
  PingWatch,
  PingWish,
  SessionCredential,
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
      readonly request: SessionRequestJson;
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

type SignerJson =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | {
      readonly kind: "authority";
      readonly authority: { readonly crt: string; readonly key: string };
    };

type WantedJson =
  | { readonly kind: "default"; readonly by?: SignerJson }
  | {
      readonly kind: "roles";
      readonly roles: readonly string[];
      readonly by?: SignerJson;
    }
  | { readonly kind: "stored" };

export type SessionRequestJson = Omit<SessionRequest, "wants"> & {
  readonly wants: WantedJson;
};

/**
 * A request for the agent's socket, which is private to the user: an authority's passphrase, or an authority that is
 * used once, is in clear.
 */
export function requestToJson(request: SessionRequest): SessionRequestJson {
  const { wants } = request;
  if (wants.kind === "stored") return { ...request, wants };
  const { by, ...rest } = wants;
  const signer = by ? { by: signerToJson(by) } : {};
  return { ...request, wants: { ...rest, ...signer } };
}

export function requestFromJson(json: SessionRequestJson): SessionRequest {
  const { wants } = json;
  if (wants.kind === "stored") return { ...json, wants };
  const { by, ...rest } = wants;
  const signer = by ? { by: signerFromJson(by) } : {};
  return { ...json, wants: { ...rest, ...signer } };
}

function signerToJson(by: Signer): SignerJson {
  if (by.kind === "passphrase")
    return { kind: by.kind, passphrase: by.passphrase.reveal() };
  const { crt, key } = by.authority;
  return { kind: by.kind, authority: { crt, key: key.reveal() } };
}

function signerFromJson(by: SignerJson): Signer {
  if (by.kind === "passphrase")
    return { kind: by.kind, passphrase: new Secret(by.passphrase) };
  const { crt, key } = by.authority;
  return { kind: by.kind, authority: { crt, key: new Secret(key) } };
}

/** A session's credential for the agent's socket, its secrets in clear. */
export function credentialToJson(given: SessionCredential): unknown {
  const { config, notAfter } = given;
  return {
    ...given,
    config: contextToJson(config),
    notAfter: notAfter?.toISOString() ?? null,
  };
}

/** Null when the value is no credential of a session. */
export function credentialFromJson(value: unknown): SessionCredential | null {
  const json = value as
    | (Omit<SessionCredential, "config" | "notAfter"> & {
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
