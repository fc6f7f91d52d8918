import { describe, expect, test } from "vitest";
import {
  readHealth,
  writeHealth,
} from "../../../../shared/core/diagnosis/stored-health.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const talosconfig = makeTalosconfig(3);

describe("contexts in the window", () => {
  test("switching re-points the sessions that follow, and no others", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const request = {
      context: "context-1",
      ttlSeconds: 60,
      delivery: "best",
    } as const;
    const follows = must(
      await host.ask("sessions.start", { ...request, isFollowing: true }),
    );
    const stays = must(
      await host.ask("sessions.start", { ...request, isFollowing: false }),
    );
    const used = must(await host.ask("contexts.use", { name: "context-2" }));
    expect(used.repointed).toBe(1);
    expect(memory.documents.get(follows.session.id)).toContain(
      "context: context-2",
    );
    expect(memory.documents.get(stays.session.id)).toContain(
      "context: context-1",
    );
  });

  test("a removal is undone with everything that was known of the context", async () => {
    const { host } = await openHost(talosconfig);
    const edit = {
      production: true,
      favorite: true,
      color: "red",
      note: "careful",
      labels: { site: "fra" },
    } as const;
    must(await host.ask("contexts.edit", { name: "context-1", edit }));
    const before = must(await host.ask("contexts.show", { name: "context-1" }));
    must(await host.ask("contexts.remove", { names: ["context-1"] }));
    expect((await host.ask("contexts.show", { name: "context-1" })).ok).toBe(
      false,
    );
    expect(must(await host.ask("vault.undo", {}))).toEqual({
      what: 'Removed "context-1".',
    });
    expect(
      must(await host.ask("contexts.show", { name: "context-1" })),
    ).toEqual(before);
  });

  test("nothing is undone that something was written after", async () => {
    const { host } = await openHost(talosconfig);
    must(await host.ask("contexts.remove", { names: ["context-1"] }));
    must(await host.ask("contexts.use", { name: "context-2" }));
    expect(await host.ask("vault.undo", {})).toMatchObject({
      ok: false,
      error: { code: "context-conflict" },
    });
  });

  test("the last import is undone as a whole", async () => {
    const { host } = await openHost(talosconfig);
    must(await host.ask("vault.undo", {}));
    expect(must(await host.ask("contexts.list", {}))).toEqual([]);
  });

  test("addresses that Talos cannot dial are repaired with one click", async () => {
    const broken = talosconfig.replace(
      "- 10.0.1.2",
      '- "10.0.1.2, 10.0.1.3"\n            - "[fd00::1]"',
    );
    const { host } = await openHost(broken);
    const before = must(await host.ask("contexts.show", { name: "context-1" }));
    expect(before.repairable).toEqual(["endpoint"]);
    must(await host.ask("contexts.repair", { name: "context-1" }));
    const after = must(await host.ask("contexts.show", { name: "context-1" }));
    expect(after.endpoints).toEqual(["10.0.1.2", "10.0.1.3", "fd00::1"]);
    expect(after.repairable).toEqual([]);
    expect(after.findings.filter(({ code }) => code === "endpoint")).toEqual(
      [],
    );
  });

  test("edits are judged before anything is written", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const files = new Map(memory.vault.files);
    for (const edit of [
      { endpoints: ["a b"] },
      { nodes: ["10.0.0.1:50000"] },
      { proxyUrl: "ftp://x" },
    ])
      expect(
        await host.ask("contexts.edit", { name: "context-1", edit }),
      ).toMatchObject({
        ok: false,
        error: { code: "context-invalid" },
      });
    expect(memory.vault.files).toEqual(files);
  });

  test("a proxy's password stays in main, and goes to no proxy but its own", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const name = "context-1";
    const edit = (proxyUrl: string) =>
      host.ask("contexts.edit", { name, edit: { proxyUrl } });
    const stored = async () => {
      memory.hasDialogs = false;
      memory.files.delete("/tmp/out");
      must(
        await host.ask("contexts.export", { names: [name], path: "/tmp/out" }),
      );
      return /proxy-url: (.*)/.exec(memory.files.get("/tmp/out") ?? "")?.[1];
    };
    must(await edit("socks5://me:hunt@er2@proxy:1080"));
    await stored();
    expect(memory.vault.noted.plaintext).toContain("/tmp/out");
    const shown = must(await host.ask("contexts.show", { name }));
    expect(shown.proxyUrl).toBe("socks5://…@proxy:1080");
    // Edited and given back: the same proxy keeps its login.
    must(await edit("SOCKS5://…@Proxy:1080/"));
    expect(await stored()).toBe("socks5://me:hunt@er2@proxy:1080");
    for (const elsewhere of [
      "socks5://…@evil:1080",
      "socks5://…@proxy:1081",
      "http://…@proxy:1080",
      "socks5://…@evil:1080/…@proxy:1080",
      String.raw`socks5://…@evil\@proxy:1080`,
      "socks5://…@proxy:1080@evil:1080",
      "socks5://you@…@proxy:1080",
    ])
      expect(await edit(elsewhere), elsewhere).toMatchObject({ ok: false });
    expect(await stored()).toBe("socks5://me:hunt@er2@proxy:1080");
    must(await edit("socks5://other:1080"));
    expect(await stored()).toBe("socks5://other:1080");
  });

  test("labels and contexts may have any name, those that JavaScript uses for itself too", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const names = ["__proto__", "constructor", "prototype", "hasOwnProperty"];
    const labels = JSON.parse(
      JSON.stringify(Object.fromEntries(names.map((name) => [name, "x"]))),
    ) as Record<string, string>;
    const first = { name: "context-1", edit: { labels } };
    must(await host.ask("contexts.edit", first));
    const page = must(await host.ask("contexts.show", { name: "context-1" }));
    expect(Object.keys(page.labels).toSorted()).toEqual(names.toSorted());
    for (const to of names) {
      must(await host.ask("contexts.duplicate", { from: "context-2", as: to }));
      must(await host.ask("contexts.show", { name: to }));
    }
    must(await host.ask("health.check", { names, wantsNodes: false }));
    const text = writeHealth(memory.health.health, new Date());
    expect([...readHealth(text).health.keys()]).toEqual([
      ...memory.health.health.keys(),
    ]);
    expect(memory.health.health.size).toBe(names.length);
  });

  test("authorities are listed once with the contexts that trust them", async () => {
    const { host } = await openHost(talosconfig);
    const authorities = must(await host.ask("contexts.authorities", {}));
    expect(authorities).toHaveLength(1);
    expect(authorities[0]?.contexts).toEqual([
      "context-1",
      "context-2",
      "context-3",
    ]);
    expect(authorities[0]?.notAfter).toMatch(/^20\d\d-/);
  });
});

describe("imports in the window", () => {
  test("a conflict shows what differs, and each context goes the way that was chosen", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const other = makeTalosconfig(3);
    memory.files.set("/tmp/other", other);
    const open = await host.ask("imports.open", {
      kind: "path",
      path: "/tmp/other",
    });
    const preview = must(open);
    expect(preview?.contexts.map(({ kind, as }) => [kind, as])).toEqual([
      ["renamed", expect.stringMatching(/^context-1-[0-9a-f]{6}$/) as string],
      ["renamed", expect.stringMatching(/^context-2-[0-9a-f]{6}$/) as string],
      ["renamed", expect.stringMatching(/^context-3-[0-9a-f]{6}$/) as string],
    ]);
    expect(
      preview?.contexts[0]?.differences.map(({ field }) => field),
    ).toContain("crt");
    const token = preview?.token ?? "";
    const choices = [
      { name: "context-1", choice: "replace" },
      { name: "context-2", choice: "skip" },
    ] as const;
    const again = must(
      await host.ask("imports.preview", { token, choices: [...choices] }),
    );
    expect(again.contexts.map(({ kind }) => kind)).toEqual([
      "replaced",
      "skipped",
      "renamed",
    ]);
    const done = must(
      await host.ask("imports.apply", {
        token,
        choices: [...choices],
        use: false,
      }),
    );
    expect(done.imported).toBe(2);
    const names = must(await host.ask("contexts.list", {})).map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      "context-1",
      "context-2",
      "context-3",
      expect.stringMatching(/^context-3-[0-9a-f]{6}$/) as string,
    ]);
  });

  test("the plaintext goes only when the vault holds every context of it", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const path = "/home/you/.talos/config";
    const preview = must(
      await host.ask("imports.open", { kind: "path", path }),
    );
    const token = preview?.token ?? "";
    const isRefused = async () => {
      expect(await host.ask("imports.remove-source", { token })).toMatchObject({
        ok: false,
        error: { code: "declined" },
      });
      expect(memory.files.has(path)).toBe(true);
    };
    // Looked at, and not imported.
    await isRefused();
    const applied = { token, choices: [], use: false };
    const done = must(await host.ask("imports.apply", applied));
    expect(done).toMatchObject({ canRemoveSource: true, leftOver: [] });
    // The doctor knows where keys lie in clear.
    expect(memory.vault.noted.plaintext).toContain(path);
    must(await host.ask("contexts.remove", { names: ["context-2"] }));
    await isRefused();
    must(await host.ask("vault.undo", {}));
    must(await host.ask("imports.remove-source", { token }));
    expect(memory.files.has(path)).toBe(false);
  });

  test.each([
    ["a second document", `${talosconfig}---\nlab: 1\n`, /second YAML doc/],
    ["a key beside the contexts", `${talosconfig}notes: x\n`, /key "notes"/],
    ["a comment", `# mind the gap\n${talosconfig}`, /a comment \(line 1\)/],
  ])("a file with %s stays, and says so", async (_, text, reason) => {
    const memory = await openHost(talosconfig);
    const path = "/home/you/.talos/config";
    memory.files.set(path, text);
    const source = { kind: "path", path } as const;
    const preview = must(await memory.host.ask("imports.open", source));
    const token = preview?.token ?? "";
    const applied = { token, choices: [], use: false };
    const done = must(await memory.host.ask("imports.apply", applied));
    expect(done.canRemoveSource).toBe(false);
    expect(done.leftOver.join()).toMatch(reason);
    const removed = await memory.host.ask("imports.remove-source", { token });
    expect(removed).toMatchObject({ ok: false, error: { code: "declined" } });
    expect(memory.files.get(path)).toBe(text);
  });

  test("a context that was left out keeps the file, and so does another name of it", async () => {
    const memory = await openHost(talosconfig);
    const path = "/home/you/.talos/config";
    memory.files.set(path, makeTalosconfig(2));
    memory.links.set(path, 2);
    const source = { kind: "path", path } as const;
    const preview = must(await memory.host.ask("imports.open", source));
    const token = preview?.token ?? "";
    const choices = [{ name: "context-2", choice: "skip" as const }];
    const done = must(
      await memory.host.ask("imports.apply", { token, choices, use: false }),
    );
    expect(done.leftOver).toEqual([
      expect.stringContaining('"context-2"') as string,
      expect.stringContaining("hard link") as string,
    ]);
    expect(memory.files.has(path)).toBe(true);
  });

  test("the clipboard is read by main, and emptied when it still holds the same", async () => {
    const memory = await openHost(talosconfig);
    memory.clipboard = makeTalosconfig(1);
    const preview = must(
      await memory.host.ask("imports.open", { kind: "clipboard" }),
    );
    expect(preview?.from).toBe("clipboard");
    const token = preview?.token ?? "";
    must(await memory.host.ask("imports.clear-clipboard", { token }));
    expect(memory.clipboard).toBe("");
  });

  test("what cannot be read is named, and nothing is written", async () => {
    const memory = await openHost(talosconfig);
    const files = new Map(memory.vault.files);
    memory.files.set("/tmp/bad", "context: [");
    const bad = await memory.host.ask("imports.open", {
      kind: "path",
      path: "/tmp/bad",
    });
    expect(bad).toMatchObject({
      ok: false,
      error: { code: "talosconfig-invalid" },
    });
    expect(memory.vault.files).toEqual(files);
  });
});

describe("sessions in the window", () => {
  const request = {
    context: "context-1",
    ttlSeconds: 3600,
    delivery: "best",
    isFollowing: false,
  } as const;

  test("an os:admin session of a production context wants a reason and its name", async () => {
    const { host } = await openHost(makeTalosconfig(1, ["os:admin"]));
    const root = { ...request, delivery: "fd", isStored: true } as const;
    must(
      await host.ask("contexts.edit", {
        name: "context-1",
        edit: { production: true, consent: "never" },
      }),
    );
    expect(await host.ask("sessions.start", root)).toMatchObject({
      ok: false,
      error: { code: "unconfirmed" },
    });
    const said = { confirmation: "context-1", reason: "x" };
    const started = must(
      await host.ask("sessions.start", { ...root, ...said }),
    );
    // More time with the same rights: it was confirmed when it began.
    const { id } = started.session;
    must(await host.ask("sessions.extend", { id, seconds: 7200 }));
  });

  test("an export of root on production wants a reason and each name", async () => {
    const memory = await openHost(makeTalosconfig(2, ["os:admin"]));
    const { host } = memory;
    const names = ["context-1", "context-2"];
    const edit = { production: true, consent: "never" } as const;
    for (const name of names)
      must(await host.ask("contexts.edit", { name, edit }));
    memory.chosenFile = "/chosen";
    const order = { names, reason: "moving" };
    for (const confirmations of [undefined, ["context-2"]])
      expect(
        await host.ask("contexts.export", { ...order, confirmations }),
      ).toMatchObject({ ok: false, error: { code: "unconfirmed" } });
    expect(memory.files.has("/chosen")).toBe(false);
    const said = { ...order, confirmations: names };
    must(await host.ask("contexts.export", said));
    expect(memory.issued.map(({ reason }) => reason)).toEqual([
      "moving",
      "moving",
    ]);
  });

  test("a session is extended, pointed elsewhere and ended; its reason is kept", async () => {
    const memory = await openHost(talosconfig);
    const { host } = memory;
    const { session } = must(
      await host.ask("sessions.start", { ...request, reason: "etcd is slow" }),
    );
    expect(session.reason).toBe("etcd is slow");
    const { id } = session;
    must(await host.ask("sessions.extend", { id, seconds: 7200 }));
    must(await host.ask("sessions.repoint", { id, context: "context-2" }));
    const [listed] = must(await host.ask("sessions.list", {}));
    expect(listed?.context).toBe("context-2");
    expect(memory.documents.get(id)).toContain("context: context-2");
    must(await host.ask("sessions.end", { id }));
    expect(await host.ask("sessions.end", { id })).toMatchObject({
      ok: false,
      error: { code: "session-missing" },
    });
  });
});

describe("settings", () => {
  test("every change is kept, and nonsense is refused", async () => {
    const memory = await openHost(talosconfig);
    const changed = must(
      await memory.host.ask("settings.change", {
        change: { theme: "dark", lockAfterMinutes: 5 },
      }),
    );
    expect(changed).toMatchObject({ theme: "dark", lockAfterMinutes: 5 });
    expect(memory.events).toContainEqual({ kind: "settings" });
    const bad = await memory.host.call("settings.change", {
      change: { theme: "pink" },
    });
    expect(bad.ok).toBe(false);
  });
});
