import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { must, openHost, type MemoryHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
let memory: MemoryHost;
/** What the vault was filled from. */
let held: string;
afterEach(() => page.close());

/** With one context of its own, so that each file brings another one. */
const file = (name: string) => makeTalosconfig(1).replaceAll("context-1", name);

beforeEach(async () => {
  held = makeTalosconfig(1);
  memory = await openHost(held);
  for (const name of ["a", "b"]) memory.files.set(`/tmp/${name}`, file(name));
  memory.files.set("/tmp/hello", "hello\n");
  page = await TestWindow.open(memory);
  await page.shows("1 context");
});

const names = async () =>
  must(await memory.host.ask("contexts.list", {})).map(({ name }) => name);

describe("files that are dropped on the window", () => {
  test("are looked at from any page, each by itself, and none is left out silently", async () => {
    await page.go("activity");
    await page.drop("/tmp/a", "/tmp/hello", "/tmp/b");
    await page.shows("2 more files wait to be looked at.");
    await page.shows("/tmp/a");
    await page.press("Import 1");
    await page.press("Review the next file (2 left)");
    // What cannot be read is said, and the one behind it comes.
    await page.shows("/tmp/hello is a text, and no talosconfig.");
    await page.shows("/tmp/b");
    await page.press("Import 1");
    await page.shows("1 context imported; 3 in the vault.");
    expect(await names()).toEqual(["a", "b", "context-1"]);
  });

  test("are as many as there are, though few are kept for a page at once", async () => {
    const many = ["c", "d", "e", "f", "g", "h"];
    for (const name of many) memory.files.set(`/tmp/${name}`, file(name));
    await page.drop(...many.map((name) => `/tmp/${name}`));
    for (const left of [5, 4, 3, 2, 1]) {
      await page.press("Import 1");
      await page.press(`Review the next file (${String(left)} left)`);
    }
    await page.press("Import 1");
    await page.shows("1 context imported; 7 in the vault.");
    expect(await names()).toEqual([...many, "context-1"].toSorted());
  });

  test("can be chosen instead, several at once", async () => {
    const many = ["c", "d", "e", "f", "g", "h"];
    for (const name of many) memory.files.set(`/tmp/${name}`, file(name));
    memory.hasOpenDialog = true;
    memory.chosenFiles = many.map((name) => `/tmp/${name}`);
    await page.go("import");
    await page.press("Choose files…");
    await page.shows("/tmp/c");
    await page.shows("5 more files wait to be looked at.");
    for (const _ of many.slice(1)) await page.press("Leave this file out");
    await page.shows("/tmp/h");
    await page.press("Import 1");
    await page.shows("1 context imported; 2 in the vault.");
    expect(await names()).toEqual(["context-1", "h"]);
  });

  test("can be left out, and then the next one is looked at", async () => {
    await page.drop("/tmp/a", "/tmp/b");
    await page.press("Leave this file out");
    await page.shows("/tmp/b");
    await page.press("Back");
    await page.shows("Drop talosconfigs here");
    expect(await names()).toEqual(["context-1"]);
  });

  test("are looked at when somebody comes back who left while the first was read, all of them", async () => {
    const arrive = page.hold("imports.open");
    await page.drop("/tmp/a", "/tmp/b");
    await page.shows("From a store");
    await page.go("activity");
    await page.go("import");
    await arrive();
    await page.shows("/tmp/a");
    await page.press("Leave this file out");
    await page.shows("/tmp/b");
  });

  test("do nothing while a dialog is open", async () => {
    await page.go("sessions");
    await page.press("Start a session…");
    await page.drop("/tmp/a");
    await page.press("Cancel");
    await page.shows("No session is running");
  });
});

describe("what is done on the import page", () => {
  async function imported(): Promise<void> {
    await page.drop("/tmp/a");
    await page.press("Import 1");
    await page.shows("1 context imported; 2 in the vault.");
  }

  test("does not go on saying what is there once it was undone", async () => {
    await imported();
    await page.press("Undo the import");
    await page.shows("Undone: ");
    await page.lacks("1 context imported");
    await page.lacks("Remove the file");
    expect(await names()).toEqual(["context-1"]);
  });

  test("gives its place to what is dropped or pasted next", async () => {
    await imported();
    await page.drop("/tmp/b");
    await page.shows("/tmp/b");
    await page.press("Import 1");
    await page.shows("1 context imported; 3 in the vault.");
    memory.clipboard = file("c");
    await page.paste();
    await page.shows("The clipboard");
    await page.press("Import 1");
    await page.shows("1 context imported; 4 in the vault.");
  });

  test("is not replaced by what was asked for before and comes late", async () => {
    memory.clipboard = file("c");
    await page.go("import");
    const arrive = page.hold("imports.open");
    await page.paste();
    await page.drop("/tmp/b");
    await page.shows("/tmp/b");
    await arrive();
    await page.press("Import 1");
    await page.shows("1 context imported; 2 in the vault.");
    expect(await names()).toEqual(["b", "context-1"]);
  });

  test("is told by a message to whoever left before it was done, and takes no other file away", async () => {
    await page.drop("/tmp/a");
    const arrive = page.hold("imports.apply");
    await page.press("Import 1");
    await page.press("Back");
    await page.drop("/tmp/b");
    await page.shows("/tmp/b");
    await arrive();
    await page.shows("1 context imported.");
    await page.press("Import 1");
    await page.shows("1 context imported; 3 in the vault.");
  });

  test("is left by the way that leads to the page", async () => {
    await imported();
    await page.follow("Import");
    await page.shows("Drop talosconfigs here");
  });
});

describe("the clipboard, once what was in it is in the vault", () => {
  async function pasted(): Promise<void> {
    memory.clipboard = file("c");
    await page.go("import");
    await page.paste();
    await page.press("Import 1");
    await page.shows("The clipboard still holds the private keys.");
  }

  test("is emptied by a button", async () => {
    await pasted();
    await page.press("Clear clipboard");
    await page.shows("The clipboard is empty.");
    expect(memory.clipboard).toBe("");
  });

  test("keeps what was put into it since", async () => {
    await pasted();
    memory.clipboard = "a letter";
    await page.press("Clear clipboard");
    await page.shows("The clipboard is empty.");
    expect(memory.clipboard).toBe("a letter");
  });
});

describe("what is no talosconfig", () => {
  test.each([
    ["hello", "The clipboard is a text, and no talosconfig."],
    [
      "apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\n",
      "The clipboard is a kubeconfig",
    ],
  ])("is recognised: %j", async (text, words) => {
    memory.clipboard = text;
    await page.go("import");
    await page.press("From the clipboard");
    await page.shows(words);
  });

  test("but the secrets of a cluster can be kept as its authority, by a button", async () => {
    memory.clipboard = "cluster:\n  id: a\n  secret: b\nsecrets:\n  bootstraptoken: x\ntrustdinfo:\n  token: y\ncerts:\n  os:\n    crt: LS0t\n    key: LS0t\n"; // prettier-ignore
    await page.go("import");
    await page.press("From the clipboard");
    await page.shows("The clipboard is the secrets.yaml of a cluster");
    await page.press("Import an authority…");
    await page.shows("The cluster's Talos CA with its key");
  });
});

describe("what lies where talosctl looks", () => {
  test("is said to be what it is, with what can be done about it", async () => {
    const secrets = "certs:\n  os:\n    crt: YQ==\n    key: YQ==\n";
    memory.files.set("/home/you/.talos/config", secrets);
    await page.go("import");
    await page.shows("is where talosctl looks, and cannot be read.");
    await page.shows("it has no contexts.");
    await page.press("Import an authority…");
  });
});

describe("a talosconfig that lies where talosctl looks", () => {
  const path = "/home/you/.talos/config";

  async function lying(text: string): Promise<void> {
    await page.close();
    memory.files.set(path, text);
    page = await TestWindow.open(memory);
    await page.shows("1 context");
  }

  test("is offered beside the contexts while the vault lacks some of it, and one press shows what is in it", async () => {
    await lying(file("a"));
    await page.shows(`Not in the vault yet: 1 context of ${path}.`);
    await page.press(`Review ${path}`);
    await page.press("Import 1");
    await page.shows("1 context imported; 2 in the vault.");
    await page.press("Show the contexts");
    await page.shows("2 contexts");
    await page.lacks("Not in the vault yet");
  });

  test("is not offered once somebody said so, nor where the vault has it all", async () => {
    await lying(file("a"));
    await page.press(`Not now: ${path}`);
    await page.lacks("Not in the vault yet");
    await page.go("sessions");
    await page.go("contexts");
    await page.shows("1 context");
    await page.lacks("Not in the vault yet");
    await lying(held);
    expect(must(await memory.host.ask("imports.found", {}))).toMatchObject([
      { path, contexts: 1, newContexts: 0 },
    ]);
    await page.lacks("Not in the vault yet");
  });
});
