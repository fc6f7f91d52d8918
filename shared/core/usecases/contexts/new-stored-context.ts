import type { Examination } from "../../certificates/examine-many.ts";
import { summarizeCertificate } from "../../certificates/summary.ts";
import type { JsonValue } from "../../json.ts";
import type { StoredContext } from "../../vault/document.ts";

/** A context that replaces another keeps what people wrote about it, and the keys of it that Talos does not know. */
export function newStoredContext(
  config: StoredContext["config"],
  before: StoredContext | undefined,
  unknown: UnknownKeys | undefined,
  now: Date,
  /** What its certificate says, from who has read it. */
  known: Pick<Examination, "certificate"> = {
    certificate: summarizeCertificate(config),
  },
): StoredContext {
  const { certificate: _, ...kept } = before?.metadata ?? {
    labels: {},
    production: false,
  };
  const { certificate } = known;
  return {
    config,
    metadata: {
      ...kept,
      importedAt: now,
      ...(certificate ? { certificate } : {}),
      ...(unknown
        ? { unknown: joinUnknown(before?.metadata.unknown, unknown) }
        : {}),
    },
  };
}

/** A context that stands beside the one that came from a store: only one of them is what the store has. */
export function withoutOrigin({
  config,
  metadata,
}: StoredContext): StoredContext {
  const { origin: _, ...rest } = metadata;
  return { config, metadata: rest };
}

export type UnknownKeys = Readonly<Record<string, JsonValue>>;

/** Both, the second's value where both have one. A key may be called "__proto__": an object is not assigned to. */
function joinUnknown(
  before: UnknownKeys | undefined,
  after: UnknownKeys,
): UnknownKeys {
  return Object.fromEntries([
    ...Object.entries(before ?? {}),
    ...Object.entries(after),
  ]);
}
