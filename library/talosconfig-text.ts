import { Secret } from "../shared/core/secret.ts";
import { parseTalosconfig } from "../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../shared/core/talosconfig/types.ts";
import { emitTalosconfig } from "../shared/core/talosconfig/yaml/emit.ts";
import type { Talosconfig, TalosconfigContext } from "./library-types.ts";
import { judge } from "./judge-arguments.ts";
import { valueOf } from "./thrown.ts";

export function parsed(text: string | Uint8Array): Talosconfig {
  const bytes =
    typeof text === "string" ? new TextEncoder().encode(text) : text;
  const { config } = valueOf(parseTalosconfig(bytes));
  const contexts = [...config.contexts].map(
    ([name, context]) => [name, inClear(context)] as const,
  );
  return { context: config.context, contexts: Object.fromEntries(contexts) };
}

export function printed(config: Talosconfig): string {
  judge({ config });
  const { context, contexts } = config;
  for (const one of Object.values(contexts))
    judge({ "context of config": one });
  const held = Object.entries(contexts).map(
    ([name, { key, ...rest }]) =>
      [
        name,
        key === undefined ? rest : { ...rest, key: new Secret(key) },
      ] as const,
  );
  return emitTalosconfig({ context, contexts: new Map(held) });
}

function inClear({
  endpoints,
  nodes,
  ca,
  crt,
  key,
  cluster,
  proxyUrl,
}: TalosContext): TalosconfigContext {
  return {
    endpoints,
    nodes,
    ...(ca === undefined ? {} : { ca }),
    ...(crt === undefined ? {} : { crt }),
    ...(key === undefined ? {} : { key: key.reveal() }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
}
