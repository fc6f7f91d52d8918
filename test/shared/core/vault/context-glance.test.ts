import { expect, test } from "vitest";
import { credentialKind } from "../../../../shared/core/certificates/credential-kind.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../shared/core/vault/document.ts";
import {
  glanceAt,
  remarksOf,
} from "../../../../shared/core/vault/context-glance.ts";
import { shownMetadataCodec } from "../../../../shared/core/vault/fields/metadata-json.ts";
import { readDocument } from "../../../../shared/core/vault/read-document.ts";
import { writeDocument } from "../../../../shared/core/vault/write-document.ts";

const identity = new Secret("AGE-SECRET-KEY-1TEST");
const certificate = {
  roles: ["os:admin"],
  notBefore: new Date("2026-01-01T00:00:00Z"),
  notAfter: new Date("2027-01-01T00:00:00Z"),
  fingerprint: "ab",
};
const plain = { importedAt: new Date(0), labels: {}, production: false };
const contexts = new Map<string, StoredContext>([
  [
    "all",
    {
      config: {
        endpoints: ["10.0.0.1", '","ca":"'],
        nodes: ["10.0.0.2"],
        ca: "Q0E=",
        crt: "Q1JU",
        key: new Secret("S0VZ"),
        cluster: "prod",
      },
      metadata: {
        ...plain,
        labels: { constructor: "x", team: "" },
        production: true,
        favorite: true,
        color: "red",
        note: "ask first",
        session: { roles: ["os:reader"], ttlSeconds: 60 },
        consent: "always",
        guard: { deny: ["/machine.MachineService/Reset"] },
        certificate,
        unknown: { extra: [1] },
      },
    },
  ],
  ["bare", { config: { endpoints: [], nodes: [] }, metadata: plain }],
  [
    "key alone",
    {
      config: { endpoints: [], nodes: [], key: new Secret("S0VZ") },
      metadata: plain,
    },
  ],
  [
    "omni",
    {
      config: {
        endpoints: ["omni.example"],
        nodes: [],
        auth: { siderov1: { identity: "ops@example.org" } },
      },
      metadata: plain,
    },
  ],
]);

test("a glance at a context says what the context says, whether it was read or made", async () => {
  const document: VaultDocument = {
    vaultId: "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
    generation: 1,
    writtenAt: new Date(0),
    recoveryRecipient: "age1x",
    current: "",
    previous: "",
    contexts,
  };
  const content = await writeDocument(document, identity);
  const read = await readDocument(content, identity);
  if (!read.ok) throw new Error(read.error.message);
  for (const [name, made] of contexts) {
    const { config, metadata } = made;
    const {
      importedAt: _,
      unknown: __,
      certificate: known,
      ...rest
    } = metadata;
    const glance = {
      kind: credentialKind(config),
      endpoints: config.endpoints,
      nodes: config.nodes,
      cluster: config.cluster,
      ca: config.ca,
      metadata: {
        ...rest,
        ...(known
          ? {
              certificate: {
                ...known,
                notBefore: "2026-01-01T00:00:00.000Z",
                notAfter: "2027-01-01T00:00:00.000Z",
              },
            }
          : {}),
      },
    };
    expect(glanceAt(made), name).toEqual(glance);
    const again = read.value.contexts.get(name) ?? made;
    expect(glanceAt(again), name).toEqual(glance);
    for (const one of [made, again])
      expect(remarksOf(one), name).toEqual(glance.metadata);
  }
});

test("a moment that another program spelled otherwise is said in UTC", () => {
  const json = {
    labels: [],
    production: false,
    certificate: {
      ...certificate,
      notBefore: "2026-01-01T02:00:00+02:00",
      notAfter: "2027-01-01T00:00:00Z",
    },
  };
  expect(shownMetadataCodec.read(json).certificate).toMatchObject({
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2027-01-01T00:00:00.000Z",
  });
});
