import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerHttp2Stream } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeWith } from "../../../doubles/gateway-here.ts";
import {
  GatewaySession,
  guard,
  runTalosctl,
  writeTalosconfig,
} from "../../../doubles/gateway-session.ts";
import { answerFine } from "../../../doubles/raw-node.ts";
import { describeWithShared } from "../../../shared-material.ts";

const mebibytes = 48;

describeWithShared("a client that sends much", ["tools/talosctl"], () => {
  test("a snapshot of 48 MiB goes up as it goes directly, to the last byte", async () => {
    const came: { bytes: number; sha256: string }[] = [];
    // The stand-in for a node takes no snapshot: this one counts what comes, and answers when all of it is there.
    const node = await nodeWith((stream: ServerHttp2Stream) => {
      const hash = createHash("sha256");
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        hash.update(chunk);
      });
      stream.once("end", () => {
        came.push({ bytes, sha256: hash.digest("hex") });
        answerFine(stream);
      });
    });
    const folder = mkdtempSync(join(tmpdir(), "tv-upload-"));
    const file = join(folder, "snapshot");
    const content = emptyDatabase(mebibytes * 2 ** 20);
    writeFileSync(file, content);
    const session = await GatewaySession.start(node.config, {
      guards: [guard({ allow: ["EtcdRecover", "bootstrap"] })],
    });
    try {
      const words = ["bootstrap", "--recover-skip-hash-check", "--recover-from", file]; // prettier-ignore
      const direct = writeTalosconfig(folder, "direct", node.config);
      const expected = await runTalosctl(direct, words);
      const found = await session.run(words);
      expect(found).toEqual(expected);
      expect(found.stderr).toBe("");
      const [first, second, ...through] = came;
      expect(through).toEqual([first, second]);
      expect(first?.bytes).toBeGreaterThan(content.length);
    } finally {
      session.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

const pageBytes = 4096;

/** A database of etcd with nothing in it, which talosctl opens before it sends it; no two pages behind those are the same. */
function emptyDatabase(length: number): Buffer {
  const file = Buffer.alloc(length);
  for (let at = 0; at < length; at += pageBytes)
    file.writeUInt32BE(at, at + 64);
  const page = (id: number, flags: number) => {
    file.fill(0, id * pageBytes, (id + 1) * pageBytes);
    file.writeBigUInt64LE(BigInt(id), id * pageBytes);
    file.writeUInt16LE(flags, id * pageBytes + 8);
    return id * pageBytes + 16;
  };
  for (const id of [0, 1]) {
    const meta = page(id, 0x04);
    // Magic, version, size of a page, flags.
    for (const [index, value] of [0xed0cdaed, 2, pageBytes, 0].entries())
      file.writeUInt32LE(value, meta + 4 * index);
    // Root page and sequence of the root bucket, free list, how many pages count, transaction.
    for (const [index, value] of [3, 0, 2, 4, id].entries())
      file.writeBigUInt64LE(BigInt(value), meta + 16 + 8 * index);
    file.writeBigUInt64LE(fnv1a(file.subarray(meta, meta + 56)), meta + 56);
  }
  page(2, 0x10);
  const root = page(3, 0x02);
  file.writeUInt16LE(1, root - 6);
  // One element: a bucket in its place, where its key is, how long key and value are.
  for (const [index, value] of [1, 16, 4, 32].entries())
    file.writeUInt32LE(value, root + 4 * index);
  file.write("meta", root + 16);
  // Of the value the page that follows the bucket's own sixteen bytes is a leaf without any element.
  file.writeUInt16LE(0x02, root + 16 + 4 + 16 + 8);
  return file;
}

/** FNV-1a of 64 bits, as bbolt has it for its meta pages. */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes)
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
