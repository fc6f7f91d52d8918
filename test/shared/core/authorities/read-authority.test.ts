import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readAuthority } from "../../../../shared/core/authorities/read-authority.ts";
import { base64, TestAuthority } from "../../../doubles/certificates.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

/** OpenSSL's authorities begin when they are made. */
const now = new Date(Date.now() + 60_000);
const ours = new TestAuthority();
const other = new TestAuthority();
const ended = new TestAuthority("ed25519", 1);

const read = (text: string, at = now) =>
  readAuthority(new TextEncoder().encode(text), at);
const secrets = (crt: string, key: string) =>
  `certs:\n    os:\n        crt: ${crt}\n        key: ${key}\n`;
const machine = (type: string, key: string) =>
  `version: v1alpha1\nmachine:\n    type: ${type}\n    ca:\n        crt: ${base64(ours.pair.crt)}\n        key: ${key}\n`;
const key = base64(ours.pair.key);

afterAll(() => {
  for (const one of [ours, other, ended]) one.dispose();
});

describe("an authority is read in the encodings of other machines", () => {
  const texts = {
    "secrets.yaml": secrets(base64(ours.pair.crt), key),
    "a machine config": machine("controlplane", key),
    PEM: ours.pair.crt + ours.pair.key,
  };
  test.each(Object.entries(texts))("%s", (_, text) => {
    const little = Buffer.from(`\ufeff${text}`, "utf16le");
    const big = Buffer.from(little).swap16();
    const marked = Buffer.from(`\ufeff${text}`);
    for (const bytes of [little, big, marked])
      expect(readAuthority(bytes, now).ok).toBe(true);
  });
});

describe("an authority is read from", () => {
  test.each([
    ["secrets.yaml", secrets(base64(ours.pair.crt), key)],
    [
      "secrets as JSON",
      JSON.stringify({
        Certs: { OS: { Crt: base64(ours.pair.crt), Key: key } },
      }),
    ],
    ["a control plane's machine config", machine("controlplane", `"${key}"`)],
    ["an old init config", machine("init", key)],
    [
      "a config of several documents, not the first",
      `apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n---\n${machine("controlplane", key)}`,
    ],
    ["a PEM pair", `${ours.pair.crt}${ours.pair.key}`],
    ["a PEM pair, key first", `${ours.pair.key}${ours.pair.crt}`],
  ])("%s", (_, text) => {
    const authority = read(text);
    expect(authority.ok && authority.value.ca).toBe(base64(ours.pair.crt));
  });
});

describe("refused, named, and not quoted", () => {
  const encrypted = ours.pair.key.replaceAll(
    "PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
  );
  test.each([
    ["a worker's config", machine("worker", key), /worker/],
    ["a redacted key", machine("controlplane", '"******"'), /redacted/],
    [
      "secrets with a redacted key",
      secrets(base64(ours.pair.crt), '"******"'),
      /redacted/,
    ],
    [
      "no key",
      secrets(base64(ours.pair.crt), '""'),
      /no Talos CA with its key/,
    ],
    [
      "another CA's key",
      secrets(base64(ours.pair.crt), base64(other.pair.key)),
      /does not belong/,
    ],
    [
      "a certificate that is no CA",
      secrets(base64(ours.client().crt), key),
      /not a CA|does not belong/,
    ],
    [
      "an encrypted key",
      secrets(base64(ours.pair.crt), base64(encrypted)),
      /encrypted/,
    ],
    ["broken base64", secrets('"@@@"', key), /not base64/],
    [
      "broken DER",
      secrets(
        base64(
          "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ),
        key,
      ),
      /can be read/,
    ],
    ["a certificate alone", ours.pair.crt, /no private key/],
    ["a talosconfig", "context: a\ncontexts: {}\n", /no secrets.yaml/],
    ["text", "hello", /no secrets.yaml/],
    ["nothing", "", /no secrets.yaml/],
  ])("%s", (_, text, reason) => {
    const refused = read(text);
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.message).toMatch(reason);
    expect(refused.error.next).not.toBe("");
    expect(JSON.stringify(refused)).not.toContain(key.slice(40, 80));
  });

  test("a CA that has ended", () => {
    const text = secrets(base64(ended.pair.crt), base64(ended.pair.key));
    const later = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000);
    expect(read(text, later)).toMatchObject({ ok: false });
  });

  test("a CA that has not begun", () => {
    const text = secrets(base64(ours.pair.crt), key);
    const before = new Date(Date.now() - 24 * 60 * 60 * 1000);
    const refused = read(text, before);
    expect(refused.ok ? "" : refused.error.message).toMatch(/begins on/);
  });

  test("whatever bytes there are, the answer is a value", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          expect(readAuthority(bytes, now).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a bomb of aliases is not followed", () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nmachine:\n  type: controlplane\n  ca: *c\n`;
    expect(read(bomb).ok).toBe(false);
  });
});

describeWithShared(
  "what the real talosctl made",
  [
    "fixtures/prod/secrets.yaml",
    "fixtures/prod/controlplane.yaml",
    "fixtures/prod/worker.yaml",
  ],
  () => {
    const file = (name: string) =>
      readAuthority(readFileSync(sharedPath(`fixtures/prod/${name}`)), now);

    test("secrets.yaml and the control plane's config have the same authority", () => {
      const [bundle, config] = [
        file("secrets.yaml"),
        file("controlplane.yaml"),
      ];
      expect(
        bundle.ok &&
          config.ok &&
          bundle.value.fingerprint === config.value.fingerprint,
      ).toBe(true);
    });

    test("a worker's config is refused", () => {
      expect(file("worker.yaml")).toMatchObject({
        ok: false,
        error: { code: "credential-unusable" },
      });
    });
  },
);
