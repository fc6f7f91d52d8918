import type { ContextRow } from "../../shared/contract/contexts.ts";

/** A row of the list as main sends it: an administrator's, valid, with one endpoint. */
export function contextRow(
  name: string,
  fields: Partial<ContextRow> = {},
): ContextRow {
  return {
    name,
    looksLike: [],
    current: false,
    kind: "certificate",
    endpoints: ["10.0.0.1"],
    nodes: [],
    cluster: null,
    roles: ["os:admin"],
    notBefore: "2025-11-24T12:00:00Z",
    notAfter: "2027-11-24T12:00:00Z",
    fingerprint: null,
    labels: {},
    production: false,
    favorite: false,
    color: null,
    authority: "a1",
    issuer: null,
    session: {},
    consent: "never",
    ownConsent: null,
    note: null,
    lastUsedAt: null,
    ...fields,
  };
}
