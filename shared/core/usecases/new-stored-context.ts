import { summarizeCertificate } from "../certificates/summarize.ts";
import type { JsonValue } from "../json.ts";
import type { StoredContext } from "../vault/document.ts";

/** A context that replaces another keeps what people wrote about it. */
export function newStoredContext(
  config: StoredContext["config"],
  before: StoredContext | undefined,
  unknown: Readonly<Record<string, JsonValue>> | undefined,
  now: Date,
): StoredContext {
  const {
    certificate: _,
    unknown: __,
    ...kept
  } = before?.metadata ?? { labels: {}, production: false };
  const certificate = summarizeCertificate(config);
  return {
    config,
    metadata: {
      ...kept,
      importedAt: now,
      ...(certificate ? { certificate } : {}),
      ...(unknown ? { unknown } : {}),
    },
  };
}
