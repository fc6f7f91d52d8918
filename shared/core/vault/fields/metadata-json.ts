import * as v from "valibot";
import type { CertificateSummary } from "../../certificates/summary.ts";
import type { JsonValue } from "../../json.ts";
import {
  flag,
  moment,
  optional,
  pairs,
  plain,
  record,
  text,
  texts,
  type Codec,
  type Fields,
} from "../codec.ts";
import { momentSchema } from "../../schemas/moment.ts";
import { guardFields } from "../../gateway/guard/guard-rules-json.ts";
import {
  consentRules,
  contextColors,
  type ContextGuard,
  type ContextMetadata,
  type Origin,
  type Remarks,
  type SeenAtOrigin,
  type SessionDefaults,
} from "../document.ts";

const remarkFields: Fields<Remarks> = {
  labels: pairs(v.string()),
  production: plain(v.boolean()),
  favorite: optional(flag),
  color: optional(plain(v.picklist(contextColors))),
  note: optional(text),
  session: optional(
    record<SessionDefaults>({
      roles: optional(texts),
      ttlSeconds: optional(
        plain(v.pipe(v.number(), v.integer(), v.minValue(1))),
      ),
    }),
  ),
  consent: optional(plain(v.picklist(consentRules))),
  guard: optional(
    record<ContextGuard>({
      allow: optional(texts),
      hold: optional(texts),
      deny: optional(texts),
      maxNodes: optional(plain(guardFields.count)),
      hours: optional(plain(guardFields.hours)),
    }),
  ),
};

/** What a person says of a context, and nothing else that the object may have. */
export const remarksCodec = record<Remarks>(remarkFields);

/** A moment that stays the text that it is; only what another program wrote may be spelled otherwise. */
const momentText: Codec<string> = {
  schema: momentSchema,
  write: (value) => value,
  read: (json) =>
    utcMoment.test(json as string)
      ? (json as string)
      : new Date(json as string).toISOString(),
};
const utcMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a list shows of a context beyond its talosconfig. */
export interface ShownMetadata extends Remarks {
  readonly certificate?: ShownCertificate;
}

/** As `CertificateSummary`; moments are RFC 3339, UTC, with milliseconds. */
export interface ShownCertificate extends Omit<
  CertificateSummary,
  "notBefore" | "notAfter"
> {
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Reads what `metadataCodec` has written. */
export const shownMetadataCodec = record<ShownMetadata>({
  ...remarkFields,
  certificate: optional(
    record<ShownCertificate>({
      roles: texts,
      notBefore: momentText,
      notAfter: momentText,
      fingerprint: text,
    }),
  ),
});

/** What we know of a context beyond its talosconfig, as the inside of the vault spells it. */
export const metadataCodec = record<ContextMetadata>({
  importedAt: moment,
  ...remarkFields,
  certificate: optional(
    record<CertificateSummary>({
      roles: texts,
      notBefore: moment,
      notAfter: moment,
      fingerprint: text,
    }),
  ),
  origin: optional(
    record<Origin>({
      address: text,
      server: text,
      namespace: optional(text),
      name: text,
      version: text,
      sha256: text,
      content: text,
      pulledAt: moment,
      seen: optional(
        record<SeenAtOrigin>({ version: text, content: text, at: moment }),
      ),
    }),
  ),
  unknown: optional(pairs(v.custom<JsonValue>(() => true))),
});
