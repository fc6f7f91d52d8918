import { inspectContext } from "../../certificates/inspect.ts";
import { infoLikeTalosctl } from "../../certificates/like-talosctl.ts";
import type { ContextInspection } from "../../ports/vault-reader.ts";
import type { TalosContext } from "../../talosconfig/types.ts";

/** What the certificates of a context say, ours and as talosctl puts it. */
export function inspectNamed(
  name: string,
  config: TalosContext,
  now: Date,
): ContextInspection {
  const likeTalosctl = infoLikeTalosctl(name, config, now);
  return { name, ...inspectContext(config, now), likeTalosctl };
}
