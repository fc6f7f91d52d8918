import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dialAddress } from "../../../../shared/core/talosconfig/dial-address.ts";
import { judgeEndpoint } from "../../../../shared/core/talosconfig/endpoints.ts";

test.each([
  ["10.0.0.1", "10.0.0.1", 50_000],
  ["10.0.0.1:6443", "10.0.0.1", 6443],
  ["cp.example.com", "cp.example.com", 50_000],
  ["https://omni.example.com/path", "omni.example.com", 443],
  ["https://me:secret@omni.example.com:8443", "omni.example.com", 8443],
  ["grpc://cp", "cp", 50_000],
  ["::1", "::1", 50_000],
  ["cp.example.com.", "cp.example.com.", 50_000],
  ["[10.0.0.1]:https", "10.0.0.1", 443],
  ["cp:050001", "cp", 50_001],
  ["cp:+50001", "cp", 50_001],
  ["[fd00::1]:50001", "fd00::1", 50_001],
  ["https://[fd00::1]", "fd00::1", 443],
])("%s is dialled at %s, port %i", (endpoint, host, port) => {
  const judged = judgeEndpoint(endpoint);
  if (judged.kind === "broken") expect.fail(judged.reason);
  expect(dialAddress(judged.dials)).toEqual({ host, port });
});

test("a host and a port come out as they went in", () => {
  const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
      const bracketed = name.includes(":") ? `[${name}]` : name;
      const judged = judgeEndpoint(`${bracketed}:${String(port)}`);
      if (judged.kind === "broken") expect.fail(judged.reason);
      expect(dialAddress(judged.dials)).toEqual({ host: name, port });
    }),
  );
});

test("whatever an endpoint is, what is dialled has a host and a port", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const judged = judgeEndpoint(text);
      if (judged.kind === "broken") return;
      const { host, port } = dialAddress(judged.dials);
      expect(host).toMatch(/^[^\s[\]]+$/);
      expect(port).toBeGreaterThan(0);
      expect(port).toBeLessThan(65_536);
    }),
  );
});
