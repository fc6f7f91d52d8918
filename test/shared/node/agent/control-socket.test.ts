import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Server } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import {
  askSocket,
  leaveAtSocket,
  serveSocket,
  type Asker,
  type Reply,
} from "../../../../shared/node/agent/control-socket.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-socket-"));
const path = join(folder, "control");
let server: Server | null = null;

afterEach(() => {
  server?.close();
  server = null;
});
afterAll(() => rmSync(folder, { recursive: true }));

const serve = async (
  answer: (request: Reply, asker: Asker) => Promise<Reply> | Reply,
): Promise<void> => {
  server = await serveSocket(path, answer);
};

test("news comes in its order and before the answer", async () => {
  await serve(async (request, { tell }) => {
    tell({ stage: "name" });
    tell({ stage: "connect", text: "größer\nzwei Zeilen" });
    await Promise.resolve();
    tell({ stage: "call" });
    return { ok: true, request };
  });
  const news: Reply[] = [];
  const answer = await askSocket(path, { verb: "ping" }, 5000, (one) =>
    news.push(one),
  );
  expect(news).toEqual([
    { stage: "name" },
    { stage: "connect", text: "größer\nzwei Zeilen" },
    { stage: "call" },
  ]);
  expect(answer).toEqual({ ok: true, request: { verb: "ping" } });
});

test("a question may come in pieces, in the middle of a letter, and is answered once", async () => {
  let asked = 0;
  await serve((request) => ({ asked: ++asked, request }));
  const line = Buffer.from(`${JSON.stringify({ name: "größe" })}\n`);
  const socket = createConnection(path);
  for (const byte of line) socket.write(Buffer.from([byte]));
  socket.write(line);
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(JSON.parse(answer.toString("utf8"))).toEqual({
    asked: 1,
    request: { name: "größe" },
  });
  await once(socket, "close");
  expect(asked).toBe(1);
});

test("who makes the answer is told when nobody waits for it any more", async () => {
  const signals: AbortSignal[] = [];
  await serve(async (_request, { signal }) => {
    signals.push(signal);
    await once(signal, "abort");
    return {};
  });
  const socket = createConnection(path);
  socket.write("{}\n");
  await expect
    .poll(() => signals.map(({ aborted }) => aborted))
    .toEqual([false]);
  socket.destroy();
  await expect
    .poll(() => signals.map(({ aborted }) => aborted))
    .toEqual([true]);
});

test("news is a sign of life, silence is not", async () => {
  const patienceMs = 300;
  await serve(async (request, { tell }) => {
    for (let turn = 0; turn < 10; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (request["talks"] === true) tell({ turn });
    }
    return { ok: true };
  });
  const slowly = await askSocket(path, { talks: true }, patienceMs);
  expect(slowly).toEqual({ ok: true });
  expect(await askSocket(path, { talks: false }, patienceMs)).toBeNull();
});

const stoppableServer = `
import { serveSocket } from ${JSON.stringify(join(import.meta.dirname, "../../../../shared/node/agent/control-socket.ts"))};
await serveSocket(process.argv[1], (request) => {
  process.stdout.write(request.name + "\\n");
  return {};
});
process.stdout.write("ready\\n");
`;

test("what was given up while the other side was stopped is not done when it goes on", async () => {
  const other = join(folder, "stoppable");
  const args = ["--input-type=module", "-e", stoppableServer, other];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let done = "";
  child.stdout.on("data", (chunk: Buffer) => (done += chunk.toString()));
  try {
    await expect.poll(() => done, { timeout: 5000 }).toBe("ready\n");
    child.kill("SIGSTOP");
    expect(await askSocket(other, { name: "given up" }, 100)).toBeNull();
    const standing = { name: "left" };
    expect(await leaveAtSocket(other, standing, 100)).toBeNull();
    child.kill("SIGCONT");
    expect(await askSocket(other, { name: "now" }, 5000)).toEqual({});
    expect(done).toBe("ready\nleft\nnow\n");
  } finally {
    child.kill("SIGKILL");
  }
});

test("what is not a message ends the connection, and the next one is answered", async () => {
  await serve(() => ({ ok: true }));
  for (const text of ["hello\n", "null\n", "3\n"]) {
    const socket = createConnection(path);
    socket.write(text);
    await once(socket, "close");
  }
  expect(await askSocket(path, {}, 5000)).toEqual({ ok: true });
});

test("an answer that is none, and nobody there, are null", async () => {
  await serve(() => Promise.reject(new Error("broken")));
  expect(await askSocket(path, {}, 5000)).toBeNull();
  expect(await askSocket(join(folder, "nobody"), {}, 5000)).toBeNull();
});

test("news that nobody reads is dropped, and the answer comes all the same", async () => {
  const news = { text: "x".repeat(64 * 1024) };
  let isAnswered = false;
  await serve(async (_request, { tell }) => {
    for (let turn = 0; turn < 1000; turn++) tell(news);
    isAnswered = true;
    return { ok: true };
  });
  const socket = createConnection(path);
  socket.pause();
  socket.write("{}\n");
  await expect.poll(() => isAnswered).toBe(true);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.resume();
  await once(socket, "close");
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
  expect(lines.length).toBeLessThan(100);
  expect(lines.at(-1)).toBe('{"ok":true}');
});
