import * as v from "valibot";
import type { TalosContext } from "../../talosconfig/types.ts";
import {
  defaulted,
  list,
  moment,
  named,
  optional,
  plain,
  record,
  secret,
  text,
  type Codec,
} from "../codec.ts";
import { contextCodec } from "./context-json.ts";
import {
  consentRules,
  type ContextMetadata,
  type RemovedContext,
  type StoredAuthority,
  type StoredCluster,
  type StoredRequest,
  type StoredSopsKey,
  type VaultDocument,
} from "../document.ts";
import {
  firstFormat,
  formatWithEdits,
  formatWithRemoved,
  formatWithRequests,
  formatWithSopsKeys,
} from "../document-lines.ts";
import { metadataCodec } from "./metadata-json.ts";
import { storeCodec } from "./store-facts.ts";

const authorityCodec = record<StoredAuthority>({
  crt: text,
  key: secret,
  sealed: defaulted<boolean>(
    plain(v.literal(true)),
    () => false,
    (isSealed) => !isSealed,
  ),
  addedAt: moment,
});

const clusterCodec = record<StoredCluster>({
  endpoint: text,
  secrets: secret,
  createdAt: moment,
});

const requestCodec = record<StoredRequest>({
  name: text,
  createdAt: moment,
  key: optional(secret),
  accepted: optional(
    record<NonNullable<StoredRequest["accepted"]>>({
      at: moment,
      as: text,
      until: moment,
    }),
  ),
});

const sopsKeyCodec = record<StoredSopsKey>({
  recipient: text,
  identity: secret,
  addedAt: moment,
  consent: optional(plain(v.picklist(consentRules))),
});

const flatCodec = record<{
  readonly name: string;
  readonly removedAt: Date;
  readonly context: TalosContext;
  readonly metadata: ContextMetadata;
}>({
  name: text,
  removedAt: moment,
  context: contextCodec,
  metadata: metadataCodec,
});

/** Its two halves are beside its name, as those of a context in the vault are beside each other. */
const removedCodec: Codec<RemovedContext> = {
  schema: flatCodec.schema,
  write: ({ name, removedAt, context: { config, metadata } }) =>
    flatCodec.write({ name, removedAt, context: config, metadata }),
  read: (json) => {
    const { context: config, metadata, ...rest } = flatCodec.read(json);
    return { ...rest, context: { config, metadata } };
  },
};

const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const isEmpty = {
  isAbsent: ({ size }: { readonly size: number }) => size === 0,
};

const formats = [
  firstFormat,
  formatWithRemoved,
  formatWithEdits,
  formatWithRequests,
  formatWithSopsKeys,
] as const;
export type DocumentFormat = (typeof formats)[number];

/** What a document says beside its contexts, and the format of its content: `x-talos-vault` without what stands in lines of its own. */
export interface DocumentFacts extends Omit<
  VaultDocument,
  "contexts" | "current"
> {
  readonly format: DocumentFormat;
}

/** Left out when there are none, as by versions that knew none. */
export const factsCodec = record<DocumentFacts>({
  format: plain(v.picklist(formats)),
  vaultId: plain(v.pipe(v.string(), v.uuid())),
  generation: plain(v.pipe(v.number(), v.integer(), v.minValue(1))),
  writtenAt: moment,
  recoveryRecipient: plain(v.pipe(v.string(), v.startsWith("age1"))),
  previous: text,
  consent: optional(plain(v.picklist(consentRules))),
  authorities: optional(
    named("fingerprint", fingerprint, authorityCodec),
    isEmpty,
  ),
  clusters: optional(named("name", v.string(), clusterCodec), isEmpty),
  removed: optional(list(removedCodec), {
    isAbsent: ({ length }) => length === 0,
  }),
  requests: optional(named("id", fingerprint, requestCodec), isEmpty),
  sopsKeys: optional(named("name", v.string(), sopsKeyCodec), isEmpty),
  store: optional(storeCodec),
});
