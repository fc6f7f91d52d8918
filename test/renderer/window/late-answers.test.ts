import { afterAll, afterEach, describe, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { MemoryHost, must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

describe("an answer to a dialog that was left", () => {
  async function guarding() {
    const memory = await openHost(makeTalosconfig(1));
    page = await TestWindow.open(memory);
    await page.go("contexts/context-1");
    await page.press("Calls");
    return memory;
  }

  test("does not close the one that is open by then", async () => {
    const { host } = await guarding();
    await page.fill("Max nodes", "3");
    const arrive = page.hold("contexts.edit");
    await page.press("Save");
    await page.press("Cancel");
    await page.press("Calls");
    await page.fill("Hours", "08-18");
    await arrive();
    await page.press("Save");
    await page.lacks("Guard of");
    expect(must(await host.ask("contexts.show", { name: "context-1" })).guard)
      .toMatchObject({ maxNodes: 3, hours: { from: 8 } }); // prettier-ignore
  });

  test("is told where it says that nothing was done", async () => {
    await guarding();
    await page.fill("Deny", "no such call");
    const arrive = page.hold("contexts.edit");
    await page.press("Save");
    await page.press("Cancel");
    await page.lacks("Guard of");
    await arrive();
    await page.shows("no such call");
  });
});

describe("earlier vaults", () => {
  test("are chosen from when it is known which are there by now", async () => {
    const memory = await openHost(makeTalosconfig(2));
    memory.files.set("/tmp/b", makeTalosconfig(1).replaceAll("context-1", "b")); // prettier-ignore
    page = await TestWindow.open(memory);
    await page.shows("2 contexts");
    await page.drop("/tmp/b");
    await page.press("Import 1");
    await page.shows("1 context imported");
    const edit = { favorite: true };
    must(await memory.host.ask("contexts.edit", { name: "context-1", edit }));
    await page.press("Undo the import");
    const arrive = page.hold("vault.state");
    await page.press("Put an earlier vault back…");
    await page.shows("Open it with the recovery key");
    expect(page.isEnabled("Put it back")).toBe(false);
    await arrive();
    await expect.poll(() => page.isEnabled("Put it back")).toBe(true);
  });
});

describe("what is looked at in a store", () => {
  test("is no plan for another place that is meant by then", async () => {
    const memory = new MemoryHost();
    const ways = { keychain: true, passphrase: false };
    must(await memory.host.ask("vault.create", ways));
    const address = "vault:secret/talos/lab";
    memory.stores.put(address, makeTalosconfig(1));
    const source = { kind: "store", address } as const;
    const { token = "" } = must(await memory.host.ask("imports.open", source)) ?? {}; // prettier-ignore
    must(await memory.host.ask("imports.apply", { token, choices: [], use: false })); // prettier-ignore
    page = await TestWindow.open(memory);
    await page.go("contexts/context-1");
    const arrive = page.hold("stores.plan-push");
    await page.press("Push…");
    await page.press("Another place…");
    await page.fill("Address in the store", "vault:secret/talos/other");
    await arrive();
    await page.lacks("Asking the store…");
    await page.press("Look what is there");
    await page.shows("is put there");
  });
});

describe("access of a colleague", () => {
  const authority = new TestAuthority();
  afterAll(() => authority.dispose());

  async function colleagues() {
    const prod = contextOf(authority.pair.crt, authority.client());
    const contexts = new Map([["prod", prod]]);
    const memory = await openHost(
      emitTalosconfig({ context: "prod", contexts }),
    );
    const { host, files } = memory;
    files.set("/ca.pem", authority.pair.crt + authority.pair.key);
    must(
      await host.ask("authorities.import", { path: "/ca.pem", seal: false }),
    );
    const { text: request } = must(await host.ask("handover.request", { name: "Ada" })); // prettier-ignore
    const give = async (role: string) =>
      must(await host.ask("handover.give", { context: "prod", text: request, roles: [role], ttlSeconds: 600, to: "Ada", reason: "on call" })).text; // prettier-ignore
    page = await TestWindow.open(memory);
    return { memory, host, request, give };
  }

  test("is taken as it was read, whatever was pasted meanwhile", async () => {
    const { host, give } = await colleagues();
    const [reader, operator] = [await give("os:reader"), await give("os:operator")]; // prettier-ignore
    await page.go("import");
    await page.press("Accept an answer…");
    await page.fill("The answer", reader);
    const arrive = page.hold("handover.read-answer");
    await page.press("Review");
    await page.fill("The answer", operator);
    await arrive();
    await page.shows("as os:reader");
    await page.fill("Name", "mine");
    await page.press("Take it into the vault");
    await page.shows("Accepted as mine");
    const { roles } = must(await host.ask("contexts.show", { name: "mine" }));
    expect(roles).toEqual(["os:reader"]);
  });

  test("is given when its words are shown, and what was typed while a file was read stays", async () => {
    const { memory, request } = await colleagues();
    memory.files.set("/request", request);
    memory.hasOpenDialog = true;
    memory.chosenFile = "/request";
    await page.go("contexts/prod");
    await page.choose("More about prod", "Give to a colleague…");
    const read = page.hold("handover.open");
    await page.press("Choose a file…");
    await page.fill("For", "Ada");
    await page.fill("Reason", "on call");
    const know = page.hold("handover.read-recipient");
    await read();
    await page.shows("It is being read.");
    expect(page.isEnabled("Give it")).toBe(false);
    await know();
    await page.shows("Asked for by Ada.");
    await page.press("Give it");
    await page.shows("An answer for Ada");
  });
});

describe("a person who has gone on", () => {
  test("keeps the focus where they type, when what they removed is gone", async () => {
    page = await TestWindow.open(await openHost(makeTalosconfig(2)));
    await page.go("contexts/context-1");
    const arrive = page.hold("contexts.remove");
    await page.choose("More about context-1", "Remove");
    await page.fill("Search contexts", "context");
    const { focused } = page;
    await arrive();
    await page.shows("Removed context-1.");
    expect(page.focused).toBe(focused);
  });

  test("stays on the page they went to, when the vault is made", async () => {
    const memory = new MemoryHost();
    page = await TestWindow.open(memory);
    const arrive = page.hold("vault.create");
    await page.press("Make the vault");
    await page.shows("Sessions");
    await page.go("sessions");
    await arrive();
    await page.shows("No session is running");
    expect(page.place).toBe("#/sessions");
  });
});
