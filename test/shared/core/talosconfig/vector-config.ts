import { Secret } from "../../../../shared/core/secret.ts";
import type {
  Talosconfig,
  TalosContext,
} from "../../../../shared/core/talosconfig/types.ts";

/** A talosconfig as the vectors spell it: Go's nil is null. */
export interface VectorConfig {
  readonly context: string;
  readonly contexts: Readonly<Record<string, VectorContext | null>> | null;
}

interface VectorContext {
  readonly target?: string;
  readonly endpoints?: readonly string[] | null;
  readonly nodes?: readonly string[];
  readonly ca?: string;
  readonly crt?: string;
  readonly key?: string;
  readonly auth?: {
    readonly basic?: {
      readonly username: string;
      readonly password: string;
    } | null;
    readonly siderov1?: { readonly identity: string } | null;
  };
  readonly cluster?: string;
  readonly "proxy-url"?: string;
}

export function fromVector({ context, contexts }: VectorConfig): Talosconfig {
  const entries = Object.entries(contexts ?? {}).map(
    ([name, value]) => [name, contextOf(value ?? {})] as const,
  );
  return { context, contexts: new Map(entries) };
}

function contextOf(vector: VectorContext): TalosContext {
  const {
    endpoints,
    nodes,
    key,
    auth,
    "proxy-url": proxyUrl,
    ...rest
  } = vector;
  return {
    ...rest,
    endpoints: endpoints ?? [],
    nodes: nodes ?? [],
    ...(key ? { key: new Secret(key) } : {}),
    ...(auth?.basic || auth?.siderov1 ? { auth: authOf(auth) } : {}),
    ...(proxyUrl ? { proxyUrl } : {}),
  };
}

function authOf({ basic, siderov1 }: NonNullable<VectorContext["auth"]>) {
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
