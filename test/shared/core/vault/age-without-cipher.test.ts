import { expect, test, vi } from "vitest";
import type { ChunkCipher } from "../../../../shared/core/pki/primitives/chacha20-poly1305.ts";
import {
  decrypt,
  encryptTo,
  newIdentity,
  recipientOf,
} from "../../../../shared/core/vault/sealed/age/age.ts";
import { ageVectors, judgeVector } from "../../../doubles/age-vectors.ts";

type Place = "the runtime" | "Web Crypto" | "JavaScript" | "WebAssembly";
const cipher = vi.hoisted(() => ({ of: "the runtime" as Place }));
vi.mock(
  import("../../../../shared/core/pki/primitives/chacha20-poly1305.ts"),
  async (original) => {
    const module = await original();
    const places: Record<Place, () => Promise<ChunkCipher>> = {
      "the runtime": module.chunkCipher,
      "Web Crypto": async () => module.ofWebCrypto,
      JavaScript: module.ofLibrary,
      WebAssembly: module.ofWebAssembly,
    };
    return { ...module, chunkCipher: () => places[cipher.of]() };
  },
);

const elsewhere = ["Web Crypto", "JavaScript", "WebAssembly"] as const;

test.each(elsewhere)(
  "in Electron and Bun, whose OpenSSL has no ChaCha20-Poly1305, the one in %s reads and writes the same files",
  async (place) => {
    const identity = await newIdentity();
    const to = [await recipientOf(identity)];
    const message = "a vault\n".repeat(20_000);
    cipher.of = place;
    const there = await encryptTo(to, message);
    cipher.of = "the runtime";
    const here = await encryptTo(to, message);
    const hereOfThere = await decrypt(there, { kind: "identity", identity });
    cipher.of = place;
    const thereOfHere = await decrypt(here, { kind: "identity", identity });
    const broken = Uint8Array.from(here);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    expect((await decrypt(broken, { kind: "identity", identity })).kind).toBe(
      "broken",
    );
    for (const one of [hereOfThere, thereOfHere])
      expect(
        one.kind === "opened" && new TextDecoder().decode(one.content),
      ).toBe(message);
  },
);

test("the one in WebAssembly judges every vector of C2SP", async () => {
  cipher.of = "WebAssembly";
  const wrong: string[] = [];
  for (const vector of ageVectors()) {
    const said = await judgeVector(vector);
    if (said !== null) wrong.push(said);
  }
  expect(wrong).toEqual([]);
});

test("where WebAssembly cannot start the one in JavaScript is taken", async () => {
  const { ofWebAssembly } =
    await import("../../../../shared/core/pki/primitives/chacha20-poly1305.ts");
  const start = vi.fn(() => Promise.reject(new Error("no WebAssembly here")));
  vi.doMock("libsodium-wrappers", () => ({
    default: {
      get ready() {
        return start();
      },
    },
  }));
  const [key, nonce] = [new Uint8Array(32), new Uint8Array(12)];
  const sealed = new Uint8Array(17);
  const opened = new Uint8Array(1);
  const made = await ofWebAssembly();
  expect(start).toHaveBeenCalled();
  await made.seal(key, nonce, Uint8Array.of(7), sealed);
  expect(await made.open(key, nonce, sealed, opened)).toBe(true);
  expect(opened).toEqual(Uint8Array.of(7));
});
