import { expect, test } from "vitest";
import { examine } from "../../../../shared/core/certificates/examine-many.ts";
import { threadedExaminer } from "../../../../shared/node/parsing/threaded-examiner.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";

const program = new URL(
  "../../../../shared/node/parsing/parser-program.ts",
  import.meta.url,
);
const now = new Date();

function contextsOf(count: number) {
  const bytes = new TextEncoder().encode(makeTalosconfig(count));
  return [...must(parseTalosconfig(bytes)).config.contexts.values()];
}

test.each([
  ["threads find", { helps: false }],
  ["threads and this one find", { helps: true }],
])("%s what one thread finds, in the order that was asked", async (_, how) => {
  const contexts = contextsOf(1100);
  // One that is different in each way, at a place that a batch begins at and at one that it does not.
  const first = { endpoints: [], nodes: ["a b"] };
  contexts.splice(128, 1, first);
  contexts.splice(700, 1, { ...first, crt: "not base64" });
  const found = await threadedExaminer(program, how).examine(contexts, now);
  expect(found).toEqual(contexts.map((one) => examine(one, now)));
  expect(found[128]?.findings.length).toBeGreaterThan(1);
  expect(found[700]).not.toEqual(found[701]);
});

test("what dies in a thread is found here", async () => {
  const dead = new URL("data:text/javascript,process.exit(1)");
  const contexts = contextsOf(600);
  const found = await threadedExaminer(dead).examine(contexts, now);
  expect(found).toEqual(contexts.map((one) => examine(one, now)));
});

test("few contexts start no thread", async () => {
  const contexts = contextsOf(3);
  const nowhere = threadedExaminer("/nowhere/parser.cjs");
  expect(await nowhere.examine(contexts, now)).toHaveLength(3);
});

test("a signal ends the threads at once, and nothing is examined here instead", async () => {
  const endless = new URL("data:text/javascript,for(;;);");
  const caller = new AbortController();
  const asked = threadedExaminer(endless).examine(
    contextsOf(600),
    now,
    caller.signal,
  );
  caller.abort();
  expect((await asked).filter((one) => one !== undefined)).toEqual([]);
});

test("few contexts start a thread where hundreds of certificates are in each", async () => {
  const [context] = contextsOf(1);
  const heavy = {
    endpoints: [],
    nodes: [],
    ...context,
    ca: "Q".repeat(2 ** 19),
  };
  const nowhere = threadedExaminer("/nowhere/parser.cjs");
  await expect(nowhere.examine([heavy], now)).rejects.toThrow("ENOENT");
});

test("a window's other calls are answered while the findings of many contexts are read", async () => {
  const memory = await openHost(makeTalosconfig(1000));
  memory.examiner = threadedExaminer(program);
  const answered: string[] = [];
  const long = memory.host.ask("findings.list", {}).then((answer) => {
    answered.push("findings");
    return answer;
  });
  must(await memory.host.ask("contexts.show", { name: "context-1" }));
  answered.push("context");
  expect(must(await long).length).toBeGreaterThan(0);
  expect(answered).toEqual(["context", "findings"]);
});
