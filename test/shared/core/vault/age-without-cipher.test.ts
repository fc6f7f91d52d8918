import { expect, test, vi } from "vitest";
import {
  decrypt,
  encryptTo,
  newIdentity,
  recipientOf,
} from "../../../../shared/core/vault/sealed/age/age.ts";

const cipher = vi.hoisted(() => ({ isThere: true }));
vi.mock(
  import("../../../../shared/core/pki/primitives/chacha20-poly1305.ts"),
  async (original) => {
    const module = await original();
    return {
      ...module,
      chunkCipher: () =>
        cipher.isThere ? module.chunkCipher() : module.ofLibrary(),
    };
  },
);

test("in Electron and Bun, which have no ChaCha20-Poly1305, the same files are read and written", async () => {
  const identity = await newIdentity();
  const to = [await recipientOf(identity)];
  const message = "a vault\n".repeat(20_000);
  cipher.isThere = false;
  const there = await encryptTo(to, message);
  cipher.isThere = true;
  const here = await encryptTo(to, message);
  const hereOfThere = await decrypt(there, { kind: "identity", identity });
  cipher.isThere = false;
  const thereOfHere = await decrypt(here, { kind: "identity", identity });
  const broken = Uint8Array.from(here);
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  expect((await decrypt(broken, { kind: "identity", identity })).kind).toBe(
    "broken",
  );
  for (const one of [hereOfThere, thereOfHere])
    expect(one.kind === "opened" && new TextDecoder().decode(one.content)).toBe(
      message,
    );
});
