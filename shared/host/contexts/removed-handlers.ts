import { success } from "../../core/result.ts";
import {
  forgetRemoved,
  listRemoved,
  putBack,
} from "../../core/usecases/contexts/removed-contexts.ts";
import {
  changeAndTell,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";

export type RemovedChannel =
  "contexts.removed" | "contexts.put-back" | "contexts.forget";

/** Contexts that were removed and can be put back for a while. */
export function removedHandlers(
  context: HostContext,
): Handlers<RemovedChannel> {
  const change = changeAndTell(context);
  return {
    "contexts.removed": async () => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      const now = context.ports.vault.clock.now();
      return success(listRemoved(document.value, now));
    },
    "contexts.put-back": (request) =>
      change(`Put "${request.as ?? request.name}" back.`, (document) =>
        putBack(document, request),
      ),
    "contexts.forget": ({ name, removedAt }) =>
      change(`Removed "${name}" for good.`, (document) =>
        forgetRemoved(document, [name], removedAt),
      ),
  };
}
