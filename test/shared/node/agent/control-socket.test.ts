import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { limits } from "../../../../shared/core/limits.ts";
import { atTheEdge, overTime } from "../../../doubles/at-the-edge.ts";
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
  const answer = await askSocket(path, { verb: "ping" }, 5000, {
    onNews: (one) => news.push(one),
  });
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
    await expect.poll(() => done, { timeout: 20_000 }).toBe("ready\n");
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

test("who gives no sign of life is given up long before an answer has to be there, and does nothing later", async () => {
  const other = join(folder, "silent");
  const args = ["--input-type=module", "-e", stoppableServer, other];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let done = "";
  child.stdout.on("data", (chunk: Buffer) => (done += chunk.toString()));
  let silent = 0;
  const ask = (name: string) =>
    askSocket(other, { name }, 60_000, {
      sign: { withinMs: 100, onNone: () => (silent += 1) },
    });
  try {
    await expect.poll(() => done, { timeout: 20_000 }).toBe("ready\n");
    child.kill("SIGSTOP");
    expect(await ask("given up")).toBeNull();
    expect(silent).toBe(1);
    child.kill("SIGCONT");
    await expect.poll(() => ask("now"), { timeout: 20_000 }).toEqual({});
    expect(done).not.toContain("given up");
  } finally {
    child.kill("SIGKILL");
  }
});

test("an answer may take longer than the first sign of life", async () => {
  await serve(async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return { ok: true };
  });
  const onNone = vi.fn();
  const sign = { withinMs: 200, onNone };
  expect(await askSocket(path, {}, 5000, { sign })).toEqual({ ok: true });
  expect(onNone).not.toHaveBeenCalled();
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

overTime("newsWaiting", "the answer comes without it", async () => {
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

describe("callers who take much", () => {
  const message = (bytes: number, answers = '{"a":"') =>
    `${answers}${"x".repeat(bytes - answers.length - 2)}"}`;

  /** What comes back until the other side closes. */
  async function answerTo(socket: Socket): Promise<string> {
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    // Not `once` of node:events: a broken pipe is an end here too, and that would throw it.
    if (!socket.destroyed)
      await new Promise((resolve) => socket.once("close", resolve));
    return text.trim();
  }

  const write = (socket: Socket, text: string): Promise<void> =>
    new Promise((resolve) => {
      socket.on("error", () => resolve());
      socket.once("close", () => resolve());
      socket.write(text, () => resolve());
    });

  atTheEdge("socketMessage", {
    make: (bytes) => `${message(bytes)}\n`,
    read: async (line) => {
      await serve(() => ({ ok: true }));
      const socket = createConnection(path);
      const answer = answerTo(socket);
      await write(socket, line);
      return answer;
    },
    taken: (answer) => expect(answer).toBe('{"ok":true}'),
    refused: (answer) => expect(answer).toBe(""),
  });

  atTheEdge("socketHeld", {
    make: (bytes) => {
      const most = limits.socketMessage.most;
      return [most, most - 10, bytes - 2 * most + 10].map((part) =>
        message(part),
      );
    },
    read: async (messages) => {
      await serve(() => ({ ok: true }));
      const sockets = messages.map(() => createConnection(path));
      const answers = sockets.map(answerTo);
      for (const [at, socket] of sockets.entries())
        await write(socket, messages[at] ?? "");
      // What was written before somebody connects is read before they are: they have to be accepted first.
      const last = createConnection(path);
      const lastAnswer = answerTo(last);
      last.write("3\n");
      await lastAnswer;
      for (const socket of sockets) await write(socket, "\n");
      return Promise.all(answers);
    },
    taken: (answers) => expect(answers).not.toContain(""),
    refused: (answers) => expect(answers).toContain(""),
  });

  atTheEdge("socketConnections", {
    make: async (connections) => {
      await serve(() => ({ ok: true }));
      const idle = Array.from({ length: connections - 1 }, () =>
        createConnection(path),
      );
      await Promise.all(idle.map((socket) => once(socket, "connect")));
      return idle;
    },
    read: async (idle) => {
      const answer = await askSocket(path, {}, 5000);
      for (const socket of idle) socket.destroy();
      return answer;
    },
    taken: (answer) => expect(answer).toEqual({ ok: true }),
    refused: (answer) => expect(answer).toBeNull(),
  });

  const bounds = {
    connections: 10,
    messageBytes: 1000,
    heldBytes: 1000,
    messageMs: 200,
    answerMs: 200,
  };

  overTime(
    "socketMessageTime",
    "who sends a byte now and then is closed all the same",
    async () => {
      server = await serveSocket(path, () => ({ ok: true }), bounds);
      const socket = createConnection(path);
      const dripping = setInterval(() => socket.write(" "), 20);
      expect(await answerTo(socket)).toBe("");
      clearInterval(dripping);
      expect(await askSocket(path, {}, 5000)).toEqual({ ok: true });
    },
  );

  overTime(
    "socketAnswerTime",
    "an answer that nobody reads is let go of",
    async () => {
      const text = "x".repeat(8 * 1024 * 1024);
      let isLetGo = false;
      server = await serveSocket(
        path,
        (_request, { signal }) => {
          signal.addEventListener("abort", () => (isLetGo = true));
          return { text };
        },
        bounds,
      );
      const socket = createConnection(path).pause();
      socket.write("{}\n");
      await expect.poll(() => isLetGo).toBe(true);
      socket.destroy();
    },
  );
});
