import * as v from "valibot";
import type { ContextMetadata, SessionDefaults } from "./document.ts";
import { metadataSchema, type MetadataJson } from "./schema.ts";

/** What we know of a context beyond its talosconfig, as the inside of the vault spells it. */
export function metadataToJson(metadata: ContextMetadata): MetadataJson {
  const { importedAt, labels, production, color, note, certificate, unknown } =
    metadata;
  const { favorite, session } = metadata;
  return {
    importedAt: importedAt.toISOString(),
    labels: Object.entries(labels),
    production,
    ...(favorite ? { favorite } : {}),
    ...(color ? { color } : {}),
    ...(note === undefined ? {} : { note }),
    ...(session ? { session: sessionToJson(session) } : {}),
    ...(certificate
      ? {
          certificate: {
            roles: [...certificate.roles],
            notBefore: certificate.notBefore.toISOString(),
            notAfter: certificate.notAfter.toISOString(),
            fingerprint: certificate.fingerprint,
          },
        }
      : {}),
    ...(unknown ? { unknown: Object.entries(unknown) } : {}),
  };
}

function sessionToJson({
  roles,
  ttlSeconds,
}: SessionDefaults): NonNullable<MetadataJson["session"]> {
  return {
    ...(roles ? { roles: [...roles] } : {}),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

/** Null when the value is not a context's metadata. */
export function metadataFromJson(value: unknown): ContextMetadata | null {
  const parsed = v.safeParse(metadataSchema, value);
  return parsed.success ? metadataOfJson(parsed.output) : null;
}

/** Metadata whose JSON was checked when it was written. Spelled out, since a list decodes ten thousand. */
export function metadataOfJson(json: MetadataJson): ContextMetadata {
  const { importedAt, labels, production, color, note, certificate, unknown } =
    json;
  const metadata: Writable<ContextMetadata> = {
    importedAt: new Date(importedAt),
    labels: Object.fromEntries(labels),
    production,
  };
  if (json.favorite) metadata.favorite = true;
  if (color) metadata.color = color;
  if (note !== undefined) metadata.note = note;
  if (json.session) metadata.session = sessionOfJson(json.session);
  if (certificate)
    metadata.certificate = {
      roles: certificate.roles,
      notBefore: new Date(certificate.notBefore),
      notAfter: new Date(certificate.notAfter),
      fingerprint: certificate.fingerprint,
    };
  if (unknown) metadata.unknown = Object.fromEntries(unknown);
  return metadata;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The schema leaves absent keys undefined; ours are absent. */
function sessionOfJson({
  roles,
  ttlSeconds,
}: NonNullable<MetadataJson["session"]>): SessionDefaults {
  return { ...(roles && { roles }), ...(ttlSeconds && { ttlSeconds }) };
}
