import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import * as fc from "fast-check";
import {
  askSocket,
  serveSocket,
} from "../../../shared/node/agent/control-socket.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const lines = [
  '{"protocol":4,"verb":"list","until":1}\n',
  '{"protocol":4,"ok":true,"value":[]}\n',
  '{"news":{"to":"onStage","news":["a","b",null,"c"]}}\n{"ok":true}\n',
].map((text) => Buffer.from(text));
const words = [
  "\n",
  "{",
  "}",
  "[",
  "null",
  '"news":',
  '"until":1e308',
  "\0",
  "\\ud800",
  '"__proto__":',
];
const timeoutMs = 150;

/** Somebody at the other end of a control socket who sends anything, in any pieces, and goes whenever they like. */
export const socketsTarget: OpenTarget = async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  const ours = join(folder, "ours");
  const theirs = join(folder, "theirs");
  let said: readonly Uint8Array[] = [];
  const hostile = createServer((socket) => {
    socket.on("error", () => undefined);
    for (const part of said) socket.write(part);
    if (said.length % 2 === 0) socket.end();
  }).listen(theirs);
  const server = await serveSocket(ours, (request) => ({ ok: true, request }));
  return target({
    name: "sockets",
    inputs: fc.array(mutated(lines, words), { minLength: 1, maxLength: 5 }),
    budgetMs: 10_000,
    close: () => {
      server.close();
      hostile.close();
      rmSync(folder, { recursive: true, force: true });
    },
    check: async (parts: readonly Uint8Array[]) => {
      said = parts;
      const socket: Socket = connect(ours);
      socket.on("error", () => undefined);
      await once(socket, "connect");
      for (const part of parts) socket.write(part);
      const honest = await askSocket(ours, { verb: "x" }, 5000);
      holds(honest?.["ok"] === true, "the next one who asks is answered");
      const began = performance.now();
      const reply = await askSocket(theirs, { verb: "x" }, timeoutMs);
      holds(
        reply === null || typeof reply === "object",
        "an answer is an object, or there is none",
      );
      holds(performance.now() - began < 5000, "nobody waits for ever");
      socket.destroy();
    },
  });
};
