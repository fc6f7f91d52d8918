import type { VaultError } from "../errors.ts";
import type { LentContext } from "../ports/vault-reader.ts";
import { contextFromJson, contextToJson } from "../vault/context-json.ts";

/** What the agent of `unlock` is asked. */
export type AgentRequest =
  | { readonly verb: "list" | "stop" }
  | { readonly verb: "show" | "lend"; readonly name: string | null };

export type AgentReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: VaultError };

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
  const json = value as {
    readonly name: string;
    readonly config: unknown;
    readonly roles: readonly string[];
    readonly notAfter: string | null;
    readonly production: boolean;
  } | null;
  const config = contextFromJson(json?.config);
  if (json === null || config === null) return null;
  const { name, roles, notAfter, production } = json;
  return {
    name,
    config,
    roles,
    notAfter: notAfter === null ? null : new Date(notAfter),
    production,
  };
}
