import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSecretsBundle } from "../../../../../shared/core/authorities/secrets-bundle.ts";
import { readAuthority } from "../../../../../shared/core/authorities/read-authority.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { storeAuthority } from "../../../../../shared/core/usecases/authorities/store-authority.ts";
import { listAuthorities } from "../../../../../shared/core/usecases/authorities/list-authorities.ts";
import { systemRandom } from "../../../../../shared/node/system/system-random.ts";
import { base64, TestAuthority } from "../../../../doubles/certificates.ts";
import { documentOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

// Later than the authorities that are made below.
const now = new Date(Date.now() + 60_000);

describe("the authorities of a vault", () => {
  let first: TestAuthority;
  let second: TestAuthority;
  beforeAll(() => {
    first = new TestAuthority();
    second = new TestAuthority("ed25519", 30);
  });
  afterAll(() => {
    first.dispose();
    second.dispose();
  });

  const trusting = (ca: string): TalosContext => ({
    endpoints: [],
    nodes: [],
    ca: base64(ca),
  });

  test("are listed once, however they are spelled and bundled", () => {
    const { crt } = first.pair;
    const document = documentOf({
      plain: trusting(crt),
      windows: trusting(crt.replaceAll("\n", "\r\n")),
      rotated: trusting(second.pair.crt + crt),
      broken: { endpoints: [], nodes: [], ca: "AAAA" },
    });
    const pem = new TextEncoder().encode(crt + first.pair.key);
    const kept = storeAuthority(document, must(readAuthority(pem, now)), now);
    const listed = listAuthorities(kept, now);
    expect(listed.map(({ contexts, hasKey }) => [contexts, hasKey])).toEqual([
      [["broken"], false],
      [["rotated"], false],
      [["plain", "rotated", "windows"], true],
    ]);
    expect(new Set(listed.map(({ authority }) => authority)).size).toBe(3);
  });

  test("are named with the clusters whose secrets have the same key", () => {
    const { yaml } = newSecretsBundle({
      bytes: (length) => systemRandom.bytes(length),
      now,
    });
    const bytes = new TextEncoder().encode(yaml.reveal());
    const authority = must(readAuthority(bytes, now));
    const cluster = { endpoint: "", secrets: yaml, createdAt: now };
    const clusters = new Map([["prod", cluster]]);
    const kept = storeAuthority(
      { ...documentOf({}), clusters },
      authority,
      now,
    );
    expect(listAuthorities(kept, now)).toMatchObject([
      { fingerprint: authority.fingerprint, clusters: ["prod"] },
    ]);
  });
});
