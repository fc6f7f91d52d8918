import * as v from "valibot";
import { Secret } from "../secret.ts";
import type { TalosAuth, TalosContext } from "../talosconfig/types.ts";
import { contextSchema, type ContextJson } from "./schema.ts";

/** A context with talosconfig's own keys, secrets in clear: for the inside of the vault and the agent's socket. */
export function contextToJson(context: TalosContext): ContextJson {
  const { endpoints, nodes, ca, crt, key, auth, cluster, proxyUrl } = context;
  return {
    endpoints: [...endpoints],
    ...(nodes.length > 0 ? { nodes: [...nodes] } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(crt === undefined ? {} : { crt }),
    ...(key === undefined ? {} : { key: key.reveal() }),
    ...(auth === undefined ? {} : { auth: authToJson(auth) }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(proxyUrl === undefined ? {} : { "proxy-url": proxyUrl }),
  };
}

function authToJson({
  basic,
  siderov1,
}: TalosAuth): NonNullable<ContextJson["auth"]> {
  return {
    ...(basic
      ? {
          basic: {
            username: basic.username,
            password: basic.password.reveal(),
          },
        }
      : {}),
    ...(siderov1 ? { siderov1 } : {}),
  };
}

/** Null when the value is not a context. */
export function contextFromJson(value: unknown): TalosContext | null {
  const parsed = v.safeParse(contextSchema, value);
  if (!parsed.success) return null;
  const {
    endpoints,
    nodes,
    ca,
    crt,
    key,
    auth,
    cluster,
    "proxy-url": proxyUrl,
  } = parsed.output;
  return {
    endpoints,
    nodes: nodes ?? [],
    ...(ca === undefined ? {} : { ca }),
    ...(crt === undefined ? {} : { crt }),
    ...(key === undefined ? {} : { key: new Secret(key) }),
    ...(auth === undefined ? {} : { auth: authFromJson(auth) }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}

function authFromJson({
  basic,
  siderov1,
}: NonNullable<ContextJson["auth"]>): TalosAuth {
  return {
    ...(basic
      ? {
          basic: {
            username: basic.username,
            password: new Secret(basic.password),
          },
        }
      : {}),
    ...(siderov1 ? { siderov1 } : {}),
  };
}
