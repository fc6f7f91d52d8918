import { Secret } from "../secret.ts";
import { emitTalosconfig } from "./emit.ts";
import type { TalosContext } from "./types.ts";

/** The talosconfig of a session: one context, current, under its own name, in talosctl's layout. */
export function sessionDocument(name: string, context: TalosContext): Secret {
  return new Secret(
    emitTalosconfig({ context: name, contexts: new Map([[name, context]]) }),
  );
}
