import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { classifyFile } from "../../../../shared/core/imports/classify-file.ts";
import { contentKey } from "../../../../shared/core/talosconfig/compare-contexts.ts";
import {
  parserThread,
  type ParserLimits,
} from "../../../../shared/node/parsing/parser-thread.ts";
import { BoundedQueue } from "../../../../shared/node/parsing/bounded-queue.ts";
import { atTheEdge, overTime } from "../../../doubles/at-the-edge.ts";
import { limits as bounds } from "../../../../shared/core/limits.ts";
import type { Host } from "../../../../shared/host/host.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const program = pathToFileURL(
  join(
    import.meta.dirname,
    "../../../../shared/node/parsing/parser-program.ts",
  ),
);
const usual: ParserLimits = { inlineBytes: 0, timeMs: 50_000, memoryMb: 1024 };
const bytesOf = (text: string) => new TextEncoder().encode(text);
/** Slow to read, since the library reads what has a comment, and within the bounds of what calls itself a talosconfig. */
const listOf = (items: number) =>
  bytesOf(`#\ncontexts:\n${"- a\n".repeat(items)}`);
const talosconfig = makeTalosconfig(3);

const withPassword = `context: a
contexts:
  a:
    endpoints: [10.0.0.1]
    surprise: {x: [1, two]}
    auth:
      basic: {username: me, password: hunter2}
      siderov1: {identity: you@example.org}
`;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("a file that is read in a thread of its own", () => {
  test.each([
    ["a talosconfig", talosconfig],
    ["passwords and unknown keys", withPassword],
    ["a broken one", "contexts:\n  a: [\n"],
    ["a secrets.yaml", "certs:\n  os:\n    crt: YQ==\n    key: Yg==\n"],
    ["a list", "- a\n- b\n"],
    ["nothing", ""],
  ])("is what it is in this one: %s", async (_, text) => {
    const apart = must(
      await parserThread(program, usual).classify(bytesOf(text)),
    );
    const here = classifyFile(bytesOf(text));
    expect(apart).toEqual(here);
    if (apart.kind !== "talosconfig" || here.kind !== "talosconfig") return;
    const keys = (file: typeof here) =>
      [...file.parsed.config.contexts.values()].map(contentKey);
    expect(keys(apart)).toEqual(keys(here));
  });

  test("leaves the bytes to whoever gave them", async () => {
    const bytes = bytesOf(talosconfig);
    must(await parserThread(program, usual).classify(bytes));
    expect(new TextDecoder().decode(bytes)).toBe(talosconfig);
  });

  const givesUp = (what: string, limits: ParserLimits) => async () => {
    const parser = parserThread(program, limits);
    expect(await parser.classify(listOf(200_000))).toMatchObject({
      ok: false,
      error: {
        code: "talosconfig-invalid",
        message: `Reading the file takes too much ${what}, and was stopped. Nothing was changed.`,
      },
    });
    const small = await parserThread(program, usual).classify(bytesOf("a: b"));
    expect(small).toMatchObject({ ok: true });
  };

  overTime(
    "parserTime",
    "it is given up, and the next is read",
    givesUp("time", { ...usual, timeMs: 1 }),
  );
  overTime(
    "parserMemory",
    "it is given up, and the next is read",
    givesUp("memory", { ...usual, memoryMb: 24 }),
  );

  test("an end of the thread is an answer too", async () => {
    const dying = new URL("data:text/javascript,process.exit(3)");
    const ended = await parserThread(dying, usual).classify(bytesOf("a: b"));
    expect(ended).toMatchObject({
      ok: false,
      error: {
        message:
          "Reading the file ended before it was done. Nothing was changed.",
      },
    });
  });
});

describe("several files at once", () => {
  test("a slow one does not hold up the next", async () => {
    const parser = parserThread(program, usual);
    const answered: string[] = [];
    const slow = parser
      .classify(listOf(100_000))
      .then(() => answered.push("slow"));
    await parser.classify(bytesOf(talosconfig));
    answered.push("short");
    await slow;
    expect(answered).toEqual(["short", "slow"]);
  });

  test("who would wait behind too many is told so, and who is cancelled while it waits is answered at once", async () => {
    const parser = parserThread(program, usual);
    const all = new AbortController();
    const one = new AbortController();
    const file = listOf(100_000);
    const running = [1, 2].map(() => parser.classify(file, all.signal));
    const waiting = [parser.classify(file, one.signal)];
    for (let at = 1; at < bounds.parserWaiting.most; at += 1)
      waiting.push(parser.classify(file, all.signal));
    expect(await parser.classify(file)).toMatchObject({
      error: {
        message: "Too many long files are being read. Nothing was changed.",
      },
    });
    one.abort();
    expect(await waiting[0]).toMatchObject({ error: { code: "cancelled" } });
    all.abort();
    for (const ended of await Promise.all([...running, ...waiting]))
      expect(ended).toMatchObject({ error: { code: "cancelled" } });
    expect(await parser.classify(bytesOf("a: b"))).toMatchObject({ ok: true });
  });
});

describe("turns", () => {
  const turns = () =>
    new BoundedQueue(bounds.parserThreads.most, bounds.parserWaiting.most);
  /** What somebody gets who comes after so many. */
  const after = (others: number) => {
    const all = turns();
    for (let at = 0; at < others; at += 1) void all.take();
    return Promise.race([all.take(), nextTurn().then(() => "waits")]);
  };

  atTheEdge("parserThreads", {
    make: (files) => files - 1,
    read: after,
    taken: (answer) => expect(answer).toBe("turn"),
    refused: (answer) => expect(answer).toBe("waits"),
  });
  atTheEdge("parserWaiting", {
    make: (files) => bounds.parserThreads.most + files - 1,
    read: after,
    taken: (answer) => expect(answer).toBe("waits"),
    refused: (answer) => expect(answer).toBe("full"),
  });
});

describe("a window while a long file is read", () => {
  test("other calls are answered before it", async () => {
    const memory = await openHost(talosconfig);
    memory.parser = parserThread(program, usual);
    const answered: string[] = [];
    const token = memory.host.keepUpload(listOf(40_000));
    const long = memory.host
      .ask("imports.open", { kind: "upload", token })
      .then((answer) => {
        answered.push("upload");
        return answer;
      });
    // Whatever is done on this thread is done by then.
    await nextTurn();
    await nextTurn();
    must(await memory.host.ask("contexts.list", {}));
    answered.push("list");
    expect(await long).toMatchObject({ ok: false });
    expect(answered).toEqual(["list", "upload"]);
  });

  test.each([
    ["a lock", (host: Host) => host.lock("Locked.")],
    ["its end", async (host: Host) => host.close()],
  ])("%s ends the thread at once", async (_, end) => {
    const memory = await openHost(talosconfig);
    // Never answers.
    const endless = new URL("data:text/javascript,for(;;);");
    memory.parser = parserThread(endless, usual);
    const token = memory.host.keepUpload(bytesOf(talosconfig));
    const open = memory.host.ask("imports.open", { kind: "upload", token });
    await nextTurn();
    await end(memory.host);
    expect(await open).toMatchObject({ error: { code: "vault-locked" } });
  });

  test.each([
    ["an authority", "issuing.open-authority"],
    ["the CA that a rotation made", "rotation.open"],
  ] as const)("a file with %s is read there too", async (_, channel) => {
    const memory = await openHost(talosconfig);
    memory.parser = parserThread(program, usual);
    memory.hasOpenDialog = true;
    memory.chosenFile = "/home/you/secrets.yaml";
    memory.files.set(memory.chosenFile, "- a\n".repeat(40_000));
    const answered: string[] = [];
    const long = memory.host.ask(channel, {}).then((answer) => {
      answered.push("file");
      return answer;
    });
    await nextTurn();
    await nextTurn();
    must(await memory.host.ask("contexts.list", {}));
    answered.push("list");
    expect(await long).toMatchObject({
      error: { code: "credential-unusable" },
    });
    expect(answered).toEqual(["list", "file"]);
  });

  test("one that is given up changes nothing, and a lock meanwhile leaves nothing open", async () => {
    const memory = await openHost(talosconfig);
    const before = must(await memory.host.ask("contexts.list", {}));
    memory.parser = parserThread(program, { ...usual, timeMs: 1 });
    const token = memory.host.keepUpload(listOf(100_000));
    const refused = await memory.host.ask("imports.open", {
      kind: "upload",
      token,
    });
    expect(refused).toMatchObject({ error: { code: "talosconfig-invalid" } });
    expect(must(await memory.host.ask("contexts.list", {}))).toEqual(before);

    memory.parser = parserThread(program, usual);
    const second = memory.host.keepUpload(bytesOf(talosconfig));
    const late = memory.host.ask("imports.open", {
      kind: "upload",
      token: second,
    });
    await memory.host.lock("Locked.");
    expect(await late).toMatchObject({ error: { code: "vault-locked" } });
  });
});
