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
  return parsed.success ? configOfJson(parsed.output) : null;
}

/** A context whose JSON was checked when it was written. Spelled out, since a list decodes ten thousand. */
export function configOfJson(json: ContextJson): TalosContext {
  const { endpoints, nodes = [], ca, crt, key, auth, cluster } = json;
  const proxyUrl = json["proxy-url"];
  const context: Writable<TalosContext> = { endpoints, nodes };
  if (ca !== undefined) context.ca = ca;
  if (crt !== undefined) context.crt = crt;
  if (key !== undefined) context.key = new Secret(key);
  if (auth !== undefined) context.auth = authFromJson(auth);
  if (cluster !== undefined) context.cluster = cluster;
  if (proxyUrl !== undefined) context.proxyUrl = proxyUrl;
  return context;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

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
