import { contentHash } from "../../core/talosconfig/compare-contexts.ts";
import { serverText } from "../../core/usecases/imports/origin.ts";
import type { StoredContext } from "../../core/vault/document.ts";
import type { OriginView } from "../../contract/stores.ts";

/** What is remembered of where a context came from, or was last put; nothing is contacted for it. */
export function originView({
  config,
  metadata: { origin },
}: StoredContext): OriginView | null {
  return origin === undefined
    ? null
    : {
        address: origin.address,
        server: origin.server === "" ? "" : serverText(origin),
        name: origin.name,
        version: origin.version || null,
        sameAt: origin.pulledAt.toISOString(),
        isChangedHere: contentHash(config) !== origin.content,
      };
}
